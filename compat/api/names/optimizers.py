"""Public names of the old Keras whose home is ``optimizers`` (Keras 2.2.4 and 2.3.1)."""
from compat.api.rows import Name

NAMES = (
    Name("Adadelta", "class", "optimizers", ("keras.optimizers",), '(lr=1.0, rho=0.95, epsilon=None, decay=0.0, **kwargs)', '(learning_rate=1.0, rho=0.95, **kwargs)'),
    Name("Adagrad", "class", "optimizers", ("keras.optimizers",), '(lr=0.01, epsilon=None, decay=0.0, **kwargs)', '(learning_rate=0.01, **kwargs)'),
    Name("Adam", "class", "optimizers", ("keras.optimizers",), '(lr=0.001, beta_1=0.9, beta_2=0.999, epsilon=None, decay=0.0, amsgrad=False, **kwargs)', '(learning_rate=0.001, beta_1=0.9, beta_2=0.999, amsgrad=False, **kwargs)'),
    Name("Adamax", "class", "optimizers", ("keras.optimizers",), '(lr=0.002, beta_1=0.9, beta_2=0.999, epsilon=None, decay=0.0, **kwargs)', '(learning_rate=0.002, beta_1=0.9, beta_2=0.999, **kwargs)'),
    Name("Nadam", "class", "optimizers", ("keras.optimizers",), '(lr=0.002, beta_1=0.9, beta_2=0.999, epsilon=None, schedule_decay=0.004, **kwargs)', '(learning_rate=0.002, beta_1=0.9, beta_2=0.999, **kwargs)'),
    Name("Optimizer", "class", "optimizers", ("keras.optimizers",), '(**kwargs)'),
    Name("RMSprop", "class", "optimizers", ("keras.optimizers",), '(lr=0.001, rho=0.9, epsilon=None, decay=0.0, **kwargs)', '(learning_rate=0.001, rho=0.9, **kwargs)'),
    Name("SGD", "class", "optimizers", ("keras.optimizers",), '(lr=0.01, momentum=0.0, decay=0.0, nesterov=False, **kwargs)', '(learning_rate=0.01, momentum=0.0, nesterov=False, **kwargs)'),
    Name("TFOptimizer", "class", "optimizers", ("keras.optimizers",), '(optimizer)'),
    Name("adadelta", "class", "optimizers", ("keras.optimizers",), '(lr=1.0, rho=0.95, epsilon=None, decay=0.0, **kwargs)', '(learning_rate=1.0, rho=0.95, **kwargs)', "Adadelta"),
    Name("adagrad", "class", "optimizers", ("keras.optimizers",), '(lr=0.01, epsilon=None, decay=0.0, **kwargs)', '(learning_rate=0.01, **kwargs)', "Adagrad"),
    Name("adam", "class", "optimizers", ("keras.optimizers",), '(lr=0.001, beta_1=0.9, beta_2=0.999, epsilon=None, decay=0.0, amsgrad=False, **kwargs)', '(learning_rate=0.001, beta_1=0.9, beta_2=0.999, amsgrad=False, **kwargs)', "Adam"),
    Name("adamax", "class", "optimizers", ("keras.optimizers",), '(lr=0.002, beta_1=0.9, beta_2=0.999, epsilon=None, decay=0.0, **kwargs)', '(learning_rate=0.002, beta_1=0.9, beta_2=0.999, **kwargs)', "Adamax"),
    Name("clip_norm", "function", "optimizers", ("keras.optimizers",), '(g, c, n)'),
    Name("deserialize", "function", "optimizers", ("keras.optimizers",), '(config, custom_objects=None)'),
    Name("get", "function", "optimizers", ("keras.optimizers",), '(identifier)'),
    Name("nadam", "class", "optimizers", ("keras.optimizers",), '(lr=0.002, beta_1=0.9, beta_2=0.999, epsilon=None, schedule_decay=0.004, **kwargs)', '(learning_rate=0.002, beta_1=0.9, beta_2=0.999, **kwargs)', "Nadam"),
    Name("rmsprop", "class", "optimizers", ("keras.optimizers",), '(lr=0.001, rho=0.9, epsilon=None, decay=0.0, **kwargs)', '(learning_rate=0.001, rho=0.9, **kwargs)', "RMSprop"),
    Name("serialize", "function", "optimizers", ("keras.optimizers",), '(optimizer)'),
    Name("sgd", "class", "optimizers", ("keras.optimizers",), '(lr=0.01, momentum=0.0, decay=0.0, nesterov=False, **kwargs)', '(learning_rate=0.01, momentum=0.0, nesterov=False, **kwargs)', "SGD"),
)
