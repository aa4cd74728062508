"""What silently changed between Keras versions: one row per behavior, and what this package promises.

A row says which value each version of Keras shows, as changes in order of version (``"2.4"`` to ``"2.15"`` are the
tf.keras of that TensorFlow). :mod:`compat.era` picks the value for the era of the running code; the flavors ask for
it by name. ``promised`` holds the value given instead of a version's own where that one is a trap (a nan), unless the
user asks for the exact one.
"""
from typing import Mapping, NamedTuple, Tuple, Union

Value = Union[str, bool, float]


class Behaviour(NamedTuple):
    """One behavior that differs between versions.

    Attributes:
        name: how the code asks for it.
        changes: (first version, value) pairs, oldest first.
        what: one sentence for people.
        promised: value of an era's own → value given unless the era is exact.
        reason: what changed in Keras, with the release note where there is one; ``docs/semantics.md`` shows it.
    """

    name: str
    changes: Tuple[Tuple[str, Value], ...]
    what: str
    promised: Mapping[Value, Value] = {}
    reason: str = ""


NOTES_OF_2_0 = "https://github.com/keras-team/keras/releases/tag/2.0.0"
NOTES_OF_2_3 = "https://github.com/keras-team/keras/releases/tag/2.3.0"

BEHAVIOURS = (
    Behaviour(
        "signatures",
        (("1.0", "2.2.4"), ("2.3.0", "2.3.1")),
        "whose positions, names and defaults of arguments the public names take",
        reason="Keras 2.3 took over arguments of tf.keras 2.0, such as learning_rate for lr: " + NOTES_OF_2_3,
    ),
    Behaviour(
        "keras1_arguments",
        (("1.0", True), ("2.4", False)),
        "whether layers and models take the argument names of Keras 1",
        reason="Keras 2.0 renamed the arguments of most layers and took the old names with a warning; tf.keras "
               "refuses them: " + NOTES_OF_2_0,
    ),
    Behaviour(
        "masked_loss",
        (("1.0", "valid_steps"), ("2.3.0", "all_steps"), ("2.11", "valid_steps")),
        "what the mean of a loss over masked steps is divided by",
        reason="Keras 2.3 made losses objects that divide by all steps, masked ones included; tf.keras 2.11 went back: "
               + NOTES_OF_2_3,
    ),
    Behaviour(
        "wholly_masked_loss",
        (("1.0", "nan"), ("2.3.0", "zero"), ("2.11", "nan"), ("3.0", "zero")),
        "the loss of a batch in which every step is masked",
        {"nan": "zero"},
        reason="The mean over no step is 0 / 0. 2.3 divided by all steps instead, and Keras 3 divides safely.",
    ),
    Behaviour(
        "masked_loss_with_sample_weight",
        (("1.0", "mean_of_nonzero_weights"), ("2.3.0", "sum_over_batch_size"), ("2.11", "sum_over_valid_steps")),
        "how a mask and a weight per sample combine in the loss of a (batch, time) output",
        reason="Keras 2.2.4 divided by the number of weights that are not zero; 2.3 changed how losses are added up: "
               + NOTES_OF_2_3,
    ),
    Behaviour(
        "masked_metrics",
        (("1.0", False), ("2.0", True)),
        "whether metrics leave out masked steps",
        {False: True},
        reason="Keras 1 applied masks to losses alone. A mean over padding is a trap, so masks are used in every era.",
    ),
    Behaviour(
        "supports_masking_set_before_init",
        (("1.0", "kept"), ("2.0", "reset")),
        "whether supports_masking = True set before super().__init__() is kept",
        {"reset": "kept"},
        reason="Since Keras 2.0 the constructor of Layer sets supports_masking to False. A layer that set it earlier meant it.",
    ),
    Behaviour(
        "mask_reaches_unsupporting_layer",
        (("1.0", "raise"), ("2.4", "drop")),
        "what happens when a mask reaches a layer that does not support masking",
        reason="tf.keras 2 no longer raises: the layer computes with all steps, and later layers see no mask.",
    ),
    Behaviour(
        "merge_masks",
        (("1.0", "and"), ("3.0", "or")),
        "how merge layers (Add, Concatenate, …) combine the masks of their inputs",
        reason="Keras 3 keeps a step that any of the inputs keeps; Keras 2 kept one that all of them keep.",
    ),
    Behaviour(
        "lambda_without_mask",
        (("1.0", "drop"), ("2.4", "leak_from_identity")),
        "what a Lambda without mask= does with an incoming mask; one that returns its input may leak it",
        {"leak_from_identity": "drop"},
        reason="tf.keras attaches the mask to the tensor itself, so a Lambda that returns its input hands the mask on by "
               "accident.",
    ),
    Behaviour(
        "pooling_of_wholly_masked_row",
        (("1.0", "nan"),),
        "what MyMeanPool gives for a row without one valid step",
        {"nan": "zero"},
        reason="The mean over no step is 0 / 0 in the layer as it was published; nan then spoils all weights.",
    ),
    Behaviour(
        "rnn_output_before_valid_steps",
        (("1.0", "initial_state"), ("2.3.0", "zero")),
        "the output of a recurrent layer that is not unrolled on masked timesteps before the first valid one",
        reason="Before the first valid step a recurrent layer has no earlier output to repeat. Until 2.2 it gave the "
               "initial state, since 2.3 zeros.",
    ),
    Behaviour(
        "bidirectional_output_on_masked_steps",
        (("1.0", "carried"), ("2.4", "zero")),
        "the outputs of the forward and backward layers of Bidirectional on masked timesteps",
        reason="In tf.keras 2 Bidirectional asks layers that return sequences for zeros on masked steps "
               "(zero_output_for_mask), so that the two directions can be merged.",
    ),
    Behaviour(
        "bidirectional_weight_regularizers",
        (("1.0", "both"), ("2.0.3", "forward"), ("2.2.0", "both")),
        "which of the forward and backward layers of Bidirectional have their kernel, recurrent and bias regularizers counted",
        reason="For some releases Bidirectional counted only what its forward layer added to the loss.",
    ),
    Behaviour(
        "batch_dot",
        (("1.0", "matched"), ("2.2.5", "contracted")),
        "what K.batch_dot does with axes beside that of the batch and the one that is summed over, if there are several",
        reason="Keras 2.2.5 rewrote K.batch_dot; before, TensorFlow's matmul matched such axes one to one.",
    ),
    Behaviour(
        "hard_sigmoid",
        (("1.0", "linear"), ("3.0", "relu6")),
        "clip(0.2 x + 0.5, 0, 1), or relu6(x + 3) / 6",
        reason="Keras 3 took the definition of JAX and torch, whose slope is 1/6: https://keras.io/api/layers/activations/",
    ),
    Behaviour(
        "recurrent_activation",
        (("1.0", "hard_sigmoid"), ("2.3.0", "sigmoid")),
        "default recurrent_activation of LSTM and GRU",
        reason="Keras 2.3 took the default of tf.keras 2.0, for which cuDNN has a kernel: " + NOTES_OF_2_3,
    ),
    Behaviour(
        "convolutional_recurrent_activation",
        (("1.0", "hard_sigmoid"), ("3.0", "sigmoid")),
        "default recurrent_activation of ConvLSTM2D",
        reason="Keras 2.3 left the default of ConvLSTM2D as it was; Keras 3 uses sigmoid for all.",
    ),
    Behaviour(
        "gru_reset_after",
        (("1.0", False), ("2.4", True)),
        "default reset_after of GRU",
        reason="tf.keras 2.0 took the variant of GRU that cuDNN computes: "
               "https://www.tensorflow.org/api_docs/python/tf/keras/layers/GRU",
    ),
    Behaviour(
        "updates_outside_training",
        (("1.0", False), ("2.4", True)),
        "whether add_update also runs in predict and evaluate",
        reason="Keras ran updates as a part of the training function. In TensorFlow 2 an update is run by the call that "
               "makes it.",
    ),
    Behaviour(
        "predict_nested_list",
        (("1.0", "accept"), ("2.1", "reject"), ("2.4", "accept"), ("3.0", "reject")),
        "whether predict takes a nested Python list for a single input",
        {"reject": "accept"},
        reason="A list came to mean one array for each input of the model. With a single input nothing else can be meant, "
               "so it is taken.",
    ),
    Behaviour(
        "activity_regularizer",
        (("1.0", "sum"), ("2.4", "mean")),
        "whether activity regularizers are summed over the batch or divided by its size",
        reason="tf.keras 2 divides the activity penalty by the size of the batch, so that it does not grow with it.",
    ),
    Behaviour(
        "frozen_batch_normalization",
        (("1.0", "batch_statistics"), ("2.4", "moving_averages")),
        "which statistics a BatchNormalization with trainable=False uses in training",
        reason="Since TensorFlow 2.0 trainable=False also means inference mode for this layer: "
               "https://keras.io/api/layers/normalization_layers/batch_normalization/",
    ),
    Behaviour(
        "trainable_of_inner_layers",
        (("1.0", "own"), ("2.4", "set")),
        "whether setting trainable of a model or layer sets that of the layers in it",
        reason="tf.keras 2 sets the flag of all layers inside; Keras 1 to 2.3 keep one flag a layer, so that a model which is "
               "frozen and thawed has the frozen layers that it had.",
    ),
    Behaviour(
        "updates_of_frozen_layers",
        (("1.0", "run"), ("2.0", "as_called"), ("2.3.0", "once_trainable"), ("2.4", "as_set")),
        "when trainable=False stops the updates of a layer, such as the moving statistics of BatchNormalization",
        reason="Keras 2 settled it when the training function was made, and for the layers of a model inside another one when "
               "that was called: layers frozen later still moved. tf.keras 2 asks at each step.",
    ),
    Behaviour(
        "moving_statistics_start",
        (("1.0", "forgotten"), ("2.3.0", "kept")),
        "whether the first training step of BatchNormalization keeps or replaces the initial moving statistics",
        reason="Keras 2.2.4 let TensorFlow correct the average for its initial value (zero_debias), which makes the first "
               "step replace it.",
    ),
    Behaviour(
        "unbiased_moving_variance",
        (("1.0", True), ("2.4", False)),
        "whether the moving variance of BatchNormalization uses the unbiased variance of the batch",
        reason="Keras 2 multiplied the variance by n / (n - 1) before it went into the moving average; tf.keras does not.",
    ),
    Behaviour(
        "fused_batch_normalization",
        (("1.0", "channels_last"), ("2.3", "never"), ("2.4", "images"), ("3.0", "never")),
        "for which images TensorFlow's fused operation, whose variance is unbiased already, computed BatchNormalization",
        reason="TensorFlow's fused operation multiplies the variance by n / (n - 1) itself, and raises an epsilon below "
               "1.001e-5.",
    ),
    Behaviour(
        "batch_logs",
        (("1.0", "of_the_batch"), ("2.3.0", "loss_of_the_batch"), ("2.4", "running")),
        "whether callbacks are told, after each batch, of its own loss and metrics or of the means of the epoch so far",
        reason="Metrics became objects with a state in 2.3, whose result is the mean so far; the loss followed in tf.keras 2.",
    ),
    Behaviour(
        "length_of_sequence",
        (("1.0", "once"), ("2.3.0", "each_epoch")),
        "when fit asks a Sequence how many batches an epoch has",
        reason="Since 2.3 a Sequence may change its length in on_epoch_end.",
    ),
    Behaviour(
        "steps_of_sequence",
        (("1.0", "go_round"), ("2.4", "begin_anew")),
        "which batches of a Sequence an epoch takes whose number of steps is stated",
        reason="Up to 2.3 a queue held the batches of a Sequence without end: an epoch went on where the last one stopped, and "
               "began again behind the last batch. tf.keras begins each epoch with the first batch, and ends at the last.",
    ),
    Behaviour(
        "history_of_fits",
        (("1.0", "begins_anew"), ("2.4", "goes_on")),
        "whether a History that is given to several fits holds the epochs of the last one",
        reason="Keras up to 2.3 emptied history when training begins; tf.keras makes it once, with the callback, and appends: "
               "https://www.tensorflow.org/api_docs/python/tf/keras/callbacks/History",
    ),
    Behaviour(
        "bilinear_upsampling",
        (("1.0", "aligned_corners"), ("2.4", "half_pixel")),
        "where UpSampling2D(interpolation='bilinear') and K.resize_images sample",
        reason="TensorFlow 2 samples at the centres of pixels (half_pixel_centers): "
               "https://www.tensorflow.org/api_docs/python/tf/image/resize",
    ),
    Behaviour(
        "group_normalization",
        (("1.0", "keras_contrib"), ("2.11", "keras")),
        "whether GroupNormalization in a file is that of Keras or that of keras-contrib",
        reason="Keras had no layer of that name before TensorFlow 2.11; older files mean that of keras-contrib: same "
               "arguments, other numbers.",
    ),
    Behaviour(
        "tf_keras_layers",
        (("1.0", False), ("2.4", True)),
        "whether LayerNormalization, MultiHeadAttention and the like are layers of Keras, not of the author of a file",
        reason="These layers came with tf.keras 2. In a file of an older Keras the name belongs to a class of its author.",
    ),
    Behaviour(
        "multi_head_attention_masks",
        (("1.0", "ignored"), ("2.10", "used")),
        "what MultiHeadAttention does with the masks that reach it",
        reason="Since TensorFlow 2.10 the layer combines the masks of query, key and value with attention_mask.",
    ),
    Behaviour(
        "hinge_labels",
        (("1.0", "as_given"), ("2.3.0", "signs")),
        "whether hinge and squared_hinge convert labels of 0 and 1 to -1 and 1",
        reason="Since 2.3 the hinge losses take labels of 0 and 1 as well as of -1 and 1, as those of tf.keras do.",
    ),
    Behaviour(
        "class_and_sample_weights",
        (("1.0", "of_samples"), ("2.3.0", "multiplied")),
        "which weights count where fit is given weights of classes and of samples",
        reason="Keras 2.2 used the weights of samples and left those of classes aside; since 2.3 they are multiplied.",
    ),
    Behaviour(
        "loss_without_targets",
        (("1.0", "by_sample"), ("2.4", "by_batch")),
        "whether a batch of a model that has no targets counts by its size in the loss of an epoch",
        reason="Keras counted a batch by the samples of its targets. tf.keras counts a loss of add_loss once for each batch.",
    ),
    Behaviour(
        "binary_accuracy",
        (("1.0", "rounds"), ("2.4", "compares")),
        "whether the binary accuracy rounds outputs, so that an output of 2 is never right, or compares them with 0.5",
        reason="Keras compared the label with the rounded output; tf.keras compares the output with a threshold of 0.5.",
    ),
    Behaviour(
        "top_k_accuracy",
        (("1.0", "of_batch"), ("2.3.0", "of_each")),
        "whether the top_k accuracies give one number for a batch or one for each sample",
        reason="Since 2.3 metrics are objects that weigh and average what a function gives for each sample.",
    ),
    Behaviour(
        "logits_of_activations",
        (("1.0", "own"), ("2.4", "any")),
        "whether a cross entropy uses the logits of any activation (of a softmax for a sigmoid) or of its own alone",
        reason="Activations of tf.keras attach their logits to their output (_keras_logits); a cross entropy takes these, "
               "whichever activation it was.",
    ),
    Behaviour(
        "clipnorm",
        (("1.0", "global"), ("2.4", "each")),
        "whether clipnorm bounds the norm of all gradients together or of each",
        reason="The optimizers of tf.keras clip each gradient by itself; for all together they have global_clipnorm since "
               "TensorFlow 2.4. Of an Embedding that a batch asks for a row more than once, TensorFlow bounds what each "
               "request gave; on JAX and torch the norm is that of their sum.",
    ),
    Behaviour(
        "first_step",
        (("1.0", "counts_two"), ("2.4", "counts_one")),
        "what Adam, Adamax, Nadam, and decay in RMSprop and Adadelta, count their first step as, in a model without an LSTM",
        reason="Multi-backend Keras on TensorFlow 1.13 to 1.15 added one to iterations before it read them, most of the time: "
               "https://github.com/keras-team/keras/blob/2.2.4/keras/optimizers.py. TensorFlow 1.8 and Theano read first, and "
               "so did models with an LSTM; COMPAT_FIRST_STEP=1 counts so too.",
    ),
    Behaviour(
        "numbers_of_optimizers",
        (("1.0", "of_the_step"), ("2.4", "at_once")),
        "whether optimizer.lr = 0.01 (momentum, decay, rho, beta_1), once a model has trained, counts from its next compile or "
        "from its next step on",
        reason="A training step of multi-backend Keras reads the variable that the optimizer had when the step was made; the "
               "attribute is a number then: https://github.com/keras-team/keras/issues/5218. K.set_value(optimizer.lr, 0.01) "
               "changes the variable. The optimizers of tf.keras set it where the attribute is assigned.",
    ),
    Behaviour(
        "tf_optimizers",
        (("1.0", "legacy"), ("2.11", "new")),
        "whether tf.keras.optimizers.Adam and its like are those of optimizers.legacy, with lr= and decay=, or the new ones",
        reason="TensorFlow 2.11 moved the old optimizers to optimizers.legacy: "
               "https://github.com/tensorflow/tensorflow/releases/tag/v2.11.0",
    ),
    Behaviour(
        "metric_keys",
        (("1.0", "function"), ("2.3.0", "as_given")),
        "whether a metric given as a text is called by the function's name ('mae' is mean_absolute_error) or by that text",
        reason="Since 2.3 logs and history use the name that compile was given: " + NOTES_OF_2_3,
    ),
    Behaviour(
        "seed_of_initializers",
        (("1.0", "stated"), ("2.3.0", "counted"), ("2.4", "stated"), ("2.10", "kept")),
        "whether an initializer without a seed draws anew for each weight, one with a seed too, or neither",
        reason="Keras 2.2 handed each initializer's own seed to the backend, as tf.keras did; 2.3 counted it up; since "
               "tf.keras 2.10 an initializer keeps the seed that it drew first.",
    ),
    Behaviour(
        "initial_weights",
        (("1.0", "seeds_of_numpy"), ("2.4", "seed_of_tensorflow"), ("2.10", "seed_of_python"), ("3", "of_keras_3")),
        "whose generator fixes the initial weights of initializers without a seed: np.random.seed, tf.random.set_seed, or "
        "random.seed; the weights that follow from a seed are those that this Keras made",
        reason="Multi-backend Keras drew each operation's seed from NumPy: "
               "https://github.com/keras-team/keras/blob/2.2.4/keras/backend/tensorflow_backend.py. tf.keras took those of "
               "TensorFlow, and since 2.10 draws them from Python: "
               "https://github.com/tensorflow/tensorflow/releases/tag/v2.10.0",
    ),
    Behaviour(
        "order_of_samples",
        (("1.0", "by_numpy"), ("2.4", "by_backend")),
        "whether fit shuffles arrays with NumPy's global generator, or with that of the backend",
        reason="Multi-backend Keras called np.random.shuffle before each epoch: "
               "https://github.com/keras-team/keras/blob/2.2.4/keras/engine/training_arrays.py. tf.keras shuffles in "
               "TensorFlow.",
    ),
    Behaviour(
        "identity_initializer",
        (("1.0", "each_square"), ("2.3.0", "one")),
        "whether the identity of a matrix of several squares has a diagonal in each square, or one",
        reason="Keras 2.2 filled a matrix of several squares square by square; since 2.3 it has ones on one diagonal.",
    ),
    Behaviour(
        "identity_of_gates",
        (("1.0", "each_gate"), ("2.4", "one")),
        "whether the initializer Identity makes an identity of each gate in the recurrent kernel of a GRU or LSTM",
        reason="Keras 2.3 narrowed Identity to one diagonal, and had GRU and LSTM put one in each gate as before; "
               "tf.keras did not.",
    ),
    Behaviour(
        "weights_of_wrappers",
        (("1.0", "of_the_layer"), ("2.4", "all")),
        "whether weights that a subclass of Wrapper adds itself are listed, trained and saved, or only those of its layer",
        reason="A Wrapper of Keras 2 answered with the weights of its layer alone; programs added theirs to that layer.",
    ),
    Behaviour(
        "early_stopping",
        (("1.0", "baseline_is_best"), ("2.5", "baseline_apart"), ("2.8", "not_at_first"), ("2.12", "best_goes_on")),
        "when EarlyStopping stops: whether its baseline counts as the best value, or only decides whether waiting begins anew; "
        "whether it stops after the first epoch, and after an epoch that is the best",
        reason="tf.keras 2.5 kept the best value apart from the baseline, so that the best weights are known. 2.8 took "
               "names that end with auc for numbers that grow, and to never stop after the first epoch. 2.12 goes on after "
               "each best epoch.",
    ),
    Behaviour(
        "weights_of_models",
        (("1.0", "trainable_first"), ("2.4", "by_layer")),
        "whether model.weights lists trainable weights before all others, or layer by layer as model.get_weights does",
        reason="Keras 1 and 2 listed a model's trainable weights, then the rest; tf.keras goes layer by layer.",
    ),
    Behaviour(
        "attribute_variables",
        (("1.0", "state"), ("2.3.0", "weights")),
        "whether a K.variable that is set as an attribute of a layer is a weight of it",
        reason="Since 2.3 variables that are set as attributes of a layer are tracked as its weights: " + NOTES_OF_2_3,
    ),
    Behaviour(
        "dtype_of_weights",
        (("1.0", "floatx"), ("2.3.0", "of_layer")),
        "whether add_weight of a layer with an integer dtype makes weights of that dtype",
        reason="Keras 2.2 made every weight in floatx. Since 2.3 add_weight takes the dtype of the layer.",
    ),
    Behaviour(
        "losses_inside_time_distributed",
        (("1.0", "left_out"), ("2.4", "count")),
        "whether what a layer in a TimeDistributed adds to the loss counts, other than that of its own activity regularizer",
        reason="Keras 2 called the layer on steps and dropped what it added there; tf.keras collects it.",
    ),
    Behaviour(
        "models_inside_time_distributed",
        (("1.0", "once"), ("2.4", "twice")),
        "how often a Functional or Sequential model in a TimeDistributed runs in a step: whether its BatchNormalization moves "
        "its averages, and what it adds to the loss counts, once or twice",
        reason="tf.keras runs the model once for its outputs and once more to find its mask, even where there is none.",
    ),
    Behaviour(
        "softmax_masks",
        (("1.0", False), ("2.4", True)),
        "whether a Softmax layer leaves masked places out",
        reason="tf.keras gave the layer a mask, for the scores of attention.",
    ),
    Behaviour(
        "batch_normalization_masks",
        (("1.0", False), ("2.12", True)),
        "whether BatchNormalization averages over unmasked steps alone, other than for images",
        reason="tf.keras 2.12 gave the layer a mask: https://github.com/keras-team/keras/releases/tag/v2.12.0",
    ),
    Behaviour(
        "rates_at_threshold",
        (("1.0", "nearest"), ("2.4", "constrained")),
        "whether SensitivityAtSpecificity and SpecificityAtSensitivity take the threshold at which the other rate is nearest "
        "to the wanted one, or the best of those at which it is at least that",
        reason="tf.keras 2 looks only at thresholds where the other rate is at least the wanted one, and takes the best.",
    ),
    Behaviour(
        "binary_crossentropy",
        (("1.0", "clipped"), ("2.3.0", "padded"), ("3.0", "clipped")),
        "whether probabilities of 0 and 1 cost 16.118 (they are clipped), or 15.425 (and epsilon is added to them)",
        reason="Since 2.3 the formula adds epsilon inside both logarithms; Keras 3 clips the probabilities again.",
    ),
    Behaviour(
        "model_metrics",
        (("1.0", "as_given"), ("2.3.0", "objects"), ("2.4", "all")),
        "whether model.metrics is what compile was given, objects of this and of what was added, or all that is counted",
        reason="In 2.3 metrics became objects; tf.keras also lists those of the loss and of layers.",
    ),
    Behaviour(
        "plain_code",
        (("1.0", "describes"), ("2.4", "computes")),
        "what a function of K gives for a variable outside of layers: a tensor that follows the variable, or a value",
        reason="TensorFlow 2 computes at once (eager execution) what TensorFlow 1 only described.",
    ),
)
