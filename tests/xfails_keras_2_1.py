"""Tests that Keras 2.1.6 itself fails, each with the reason: what came with Keras 2.2, and is served there alone."""

_SEQUENTIAL = "a Sequential of Keras 2.1 begins with an input_shape, and its from_config reads no configuration of Keras 2.2"
_SUBCLASSED = "Model of Keras 2.1 has no subclasses without inputs and outputs"
_PADDING = "output_padding came with Keras 2.2"
_SAVING = "keras.engine.saving came with Keras 2.2"
_STATES = "reverse_state_order came with Keras 2.2, which lists the states from the first cell on"
_RESNET = "ResNet50 of Keras 2.1 takes no images below 197 pixels"
_EMBEDDING = "Embedding of Keras 2.1 does not look at the number of steps"
_ARGUMENTS = "SequenceEnqueuer of Keras 2.1 is abstract and takes no arguments"
_CONFORMANCE = "tests/conformance/test_"
_BY_POSITION = "signatures.py::test_a_layer_reads_its_arguments_by_position_and_comes_back_from_its_configuration"
_TAKEN = "signatures.py::test_every_old_argument_is_taken_at_its_position_and_by_its_name"

#: Test → reason; each has to fail.
GAPS = {
    **{_CONFORMANCE + name: reason for name, reason in {
        _TAKEN + "[2.2.4]": _ARGUMENTS,
        _TAKEN + "[2.3.1]": _ARGUMENTS,
        _BY_POSITION + "[Conv2DTranspose]": _PADDING,
        _BY_POSITION + "[Conv3DTranspose]": _PADDING,
        "subclasses_of_layers.py::test_the_output_of_a_cell_of_the_program_is_repeated_over_masked_steps[False]":
            "up to Keras 2.2 the first state is repeated",
        "summary.py::test_a_model_is_printed_as_by_the_real_keras[frozen since compile]":
            "Keras 2.1 counts no weights twice that were trainable when the model was compiled",
        "summary.py::test_a_model_that_is_not_built_is_refused": _SEQUENTIAL,
        "surgery.py::test_inputs_are_taken_away_and_set_again": "Model._set_inputs came with Keras 2.2",
        "surgery.py::test_a_sequential_without_an_input_learns_it_from_a_list_of_one_array": _SEQUENTIAL,
        "training_loops.py::test_a_schedule_of_the_epoch_alone_sets_the_rate":
            "LearningRateScheduler of Keras 2.1 does not log the rate",
        "training_loops.py::test_weights_of_samples_win_over_those_of_classes": "Keras 2.1 does not warn of it",
        "graph.py::test_a_slice_that_begins_at_a_tensor_goes_to_the_end_of_another_axis": "K.slice came with Keras 2.2",
        "old_helpers.py::test_a_generator_enqueuer_ends_with_its_generator_and_passes_errors_on":
            "generators of Keras 2.1 end by StopIteration, which CPython 3.7 takes for an error",
        "old_helpers.py::test_weights_of_a_group_go_to_layers": _SAVING,
        "old_helpers.py::test_old_weights_are_brought_to_the_layout_of_a_layer": _SAVING,
        "old_programs.py::test_states_of_several_cells_are_one_list": _STATES,
        "old_programs.py::test_states_in_reverse_order_of_the_cells": _STATES,
        "old_programs.py::test_layers_over_steps_of_unknown_number": "TimeDistributed of Keras 2.1 asks for their number",
        "old_programs.py::test_an_activation_is_the_one_of_its_module[relu]":
            "compat gives relu its arguments of Keras 2.2; by its name Keras 2.1 finds its own",
        "old_programs.py::test_an_embedding_of_another_number_of_steps[3]": _EMBEDDING,
        "old_programs.py::test_an_embedding_of_another_number_of_steps[(2, 3)]": _EMBEDDING,
        "old_programs.py::test_identity_matrices_beside_each_other": "Identity of Keras 2.1 makes square matrices alone",
        "old_programs.py::test_classes_of_models_of_both_kinds_in_one_program": _SUBCLASSED,
        "seeds.py::test_the_seed_of_numpy_fixes_the_initial_weights":
            "Keras 2.2 made up in he_normal and lecun_normal for what a truncated normal cuts off",
    }.items()},
    "tests/flavors/test_applications.py::test_a_file_of_weights_gives_the_numbers_of_keras_2_2_4[ResNet50-by name]": _RESNET,
    "tests/flavors/test_applications.py::test_layers_in_the_middle_are_found_by_their_old_names": _RESNET,
    "tests/loading/test_goldens.py::test_its_loss_is_the_one_its_own_keras_gave[keras-2.2.4-py37/penalties_in_wrappers]":
        "wrappers of Keras 2.1 do not count the penalties of the layer that they hold",
    "tests/loading/test_containers.py::test_so_is_a_subclassed_model_unless_two_fit": _SUBCLASSED,
    "tests/loading/test_containers.py::test_hdf5_named_as_an_archive_opens_by_its_content": _SEQUENTIAL,
    "tests/loading/written/test_written.py::test_a_file_gives_the_same_outputs_and_the_same_next_steps[dense]": _SEQUENTIAL,
    "tests/loading/written/test_written.py::test_a_file_gives_the_same_outputs_and_the_same_next_steps[images]": _PADDING,
}
#: Tests that fail by chance: without the resource variables of TensorFlow 1, which Keras 2.1 does not work with, a loss may be
#: computed from weights before or after they are assigned.
BY_CHANCE = (
    "tests/conformance/test_detectors.py::test_a_penalty_that_the_program_adds_itself_follows_the_weights",
    "tests/conformance/test_graph.py::test_a_function_runs_its_updates_after_its_outputs",
    "tests/loading/test_containers.py::test_stateful_layers_are_trained_as_others_from_states_of_zero[GRU]",
    "tests/loading/test_containers.py::test_stateful_layers_are_trained_as_others_from_states_of_zero[LSTM]",
)
