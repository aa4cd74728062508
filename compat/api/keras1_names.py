"""Names that only Keras 1 had, and what Keras 2 has in their place: what the error says of one that a program asks for."""
from typing import Dict, Tuple

_LAYERS = ("keras.layers", "keras.layers.core")
_INITIALIZERS = ("its functions took a shape and made a variable: pass the name, such as init='glorot_uniform', or take "
                 "keras.initializers")
_METRICS = ("Keras 2 dropped it, as it is no mean over batches: compute it of predict()'s outputs, or pass a function of your "
            "own")
_PENALTY = "use keras.regularizers.{}"

_ROWS: Tuple[Tuple[Tuple[str, ...], Dict[str, str]], ...] = (
    (("keras",), {"initializations": _INITIALIZERS}),
    (("keras.utils",), {"visualize_util": "use keras.utils.plot_model(model, to_file), and model_to_dot of "
                                       "keras.utils.vis_utils"}),
    (("keras.layers",), {"containers": "use keras.models.Sequential"}),
    (("keras.legacy",), {"models": "use a functional keras.models.Model in place of a Graph"}),
    (("keras.datasets",), {"data_utils": "use keras.utils.get_file"}),
    (("keras.applications",), {"music_tagger_crnn": "Keras 2 dropped this model; load_model opens a file of it",
                               "audio_conv_utils": "Keras 2 dropped it"}),
    (("keras.regularizers",), {
        "WeightRegularizer": _PENALTY.format("L1L2(l1, l2)"), "ActivityRegularizer": _PENALTY.format("L1L2(l1, l2)"),
        "L1L2Regularizer": _PENALTY.format("L1L2(l1, l2)"), "l1l2": _PENALTY.format("l1_l2(l1, l2)"),
        "activity_l1": _PENALTY.format("l1(l) as activity_regularizer"),
        "activity_l2": _PENALTY.format("l2(l) as activity_regularizer"),
        "activity_l1l2": _PENALTY.format("l1_l2(l1, l2) as activity_regularizer"),
        "EigenvalueRegularizer": "Keras 2 dropped it: write a function of the weight, and pass it as kernel_regularizer"}),
    (("keras.metrics",), dict.fromkeys(
        ("matthews_correlation", "precision", "recall", "fbeta_score", "fmeasure", "fscore", "f1score"), _METRICS)),
    (("keras.utils.np_utils",), {
        "accuracy": "use numpy.mean(p == y)", "binary_logloss": "use keras.losses.binary_crossentropy",
        "categorical_probas_to_classes": "use numpy.argmax(p, axis=1)",
        "convert_kernel": "use keras.utils.conv_utils.convert_kernel",
        "multiclass_logloss": "use keras.losses.sparse_categorical_crossentropy",
        "probas_to_classes": "use numpy.argmax(p, axis=1), or p > 0.5 of one column"}),
    (("keras.layers.core",), {"Highway": "it is keras.layers.Highway", "MaxoutDense": "it is keras.layers.MaxoutDense"}),
    (_LAYERS, {"TimeDistributedDense": "use TimeDistributed(Dense(units))", "AutoEncoder": "use a functional Model"}),
    (("keras.layers", "keras.layers.advanced_activations"), {
        "ParametricSoftplus": "it is in keras_contrib: alpha * softplus(beta * x)",
        "SReLU": "it is in keras_contrib.layers"}),
    (("keras.models",), {"Graph": "use a functional keras.models.Model"}),
    (("keras.engine.training",), {
        "slice_X": "use keras.utils.generic_utils.slice_arrays",
        "standardize_sample_or_class_weights": "use standardize_sample_weights or standardize_class_weights of "
        "keras.engine.training_utils"}),
    (("keras.preprocessing.text",), {"base_filter": "use the filters of keras.preprocessing.text.Tokenizer, a string"}),
    (("keras.optimizers", "keras.models"), {"optimizer_from_config": "use keras.optimizers.deserialize"}),
    (("keras.utils.layer_utils",), {"layer_from_config": "use keras.layers.deserialize"}),
    (("keras.utils.io_utils",), {"save_array": "use numpy.save or h5py", "load_array": "use numpy.load or h5py"}),
    (("keras.backend",), {"set_legacy_weight_ordering": "compat reads files of either order by themselves: leave the call out",
                          "legacy_weight_ordering": "compat reads files of either order by themselves: leave the call out"}),
)

#: Dotted name → what Keras 2 has in its place.
ADVICE: Dict[str, str] = {
    "{}.{}".format(module, name): text for modules, names in _ROWS for module in modules for name, text in names.items()}
