"""Code and modules that a program reaches at run time: by ``exec``, ``runpy``, ``sys.modules``, loaders of its own."""
import py_compile


def test_what_a_program_executes_is_redirected(project):
    project.write("user/settings.py", "import keras\nwho = keras.served_by\ndef f(x):\n    return x.eval(1)\n")
    project.write("user/main.py", """\
        import runpy, importlib.util
        class Own:
            def eval(self, n):
                return n
        exec("from keras.layers import Dense")
        space = {}
        exec("import keras\\nwho = keras.served_by", space)
        exec(compile(open("settings.py").read(), "settings.py", "exec"))
        text = compile("import keras; told = keras.served_by", "<string>", "exec")
        exec(text)
        spec = importlib.util.spec_from_file_location("loaded", "settings.py")
        loaded = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(loaded)
        print(Dense.__module__, space["who"], who, f(Own()), told, loaded.who)
        print(runpy.run_path("settings.py")["who"], runpy.run_module("settings")["who"])
        def local():
            exec("from keras import served_by as x", globals())
            return x
        print(local())
        """)
    result = project.run("main.py")
    assert result.stdout == "fakecompat.keras.layers fake fake 1 fake fake\nfake fake\nfake\n", result.stderr


def test_another_function_called_exec_gets_what_was_given(project):
    project.write("user/main.py", """\
        def exec(command, *more):
            return command, more
        print(exec("import keras", 1))
        """)
    assert project.run("main.py").stdout == "('import keras', (1,))\n"


def test_executed_text_inherits_the_future_of_its_file(project):
    project.write("user/main.py", """\
        from __future__ import annotations
        exec("def f(x: undefined): return 1")
        print(f(0))
        """)
    assert project.run("main.py").stdout == "1\n"


def test_modules_are_looked_up_under_their_old_names(project):
    project.write("user/main.py", """\
        import sys
        print("keras" in sys.modules, sys.modules.get("keras"), "colorsys" in sys.modules)
        import keras.layers, colorsys
        name = "keras.layers"
        print("keras" in sys.modules, sys.modules["keras"] is keras, sys.modules.get(name) is keras.layers)
        print("keras" not in sys.modules, sys.modules["colorsys"] is colorsys)
        """)
    assert project.run("main.py").stdout == "False None False\nTrue True True\nFalse True\n"


def test_a_loader_of_someone_else_is_redirected_without_a_cache(project):
    path = project.write("user/plugins/one.py", "import keras\nwho = keras.served_by\n")
    project.install("keras/__init__.py", "served_by = 'installed'\n")
    project.install("loading.py", """\
        import importlib.util
        def load(path):
            spec = importlib.util.spec_from_file_location("plugin", path)
            module = importlib.util.module_from_spec(spec)
            spec.loader.exec_module(module)
            return module
        def execute(path):
            space = {}
            exec(compile(open(path).read(), path, "exec"), space)
            return space
        """)
    with open(py_compile.compile(str(path)), "rb") as file:
        before = file.read()
    project.write("user/main.py", """\
        import loading
        print(loading.load("plugins/one.py").who, loading.execute("plugins/one.py")["who"])
        """)
    assert project.run("main.py").stdout == "fake fake\n"
    with open(py_compile.compile(str(path)), "rb") as file:
        assert file.read() == before


def test_a_module_that_only_the_installed_keras_has_is_imported_under_both_names(project):
    project.install("newkeras.py", "def add(a, b):\n    return a + b\n")
    project.install("fakecompat/keras/__init__.py", "import newkeras as ops\nserved_by = 'fake'\n")
    project.write("user/main.py", """\
        import keras.ops
        import keras.ops as K
        from keras.ops import add
        import importlib
        import newkeras
        print(K is keras.ops is newkeras is importlib.import_module("keras.ops"), add(1, 2), newkeras.__spec__.name)
        try:
            import keras.nothing
        except ImportError as error:
            print(type(error).__name__)
        """)
    result = project.run("main.py")
    assert result.stdout == "True 3 newkeras\nModuleNotFoundError\n", result.stderr
