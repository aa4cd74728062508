"""Processes that a program starts import what it does itself; other processes are left alone."""
import os
import subprocess
import sys

SHOW = "import sys, keras; print(sys.argv, keras.served_by, __name__, __spec__ is None, sys.path[0])\n"


def test_every_start_method_of_multiprocessing_is_redirected(project):
    project.write("user/part.py", "from keras import served_by\n")
    project.write("user/main.py", """\
        import multiprocessing
        from concurrent.futures import ProcessPoolExecutor
        import keras
        def who(x):
            import keras, part
            return x, keras.served_by, part.served_by
        if __name__ == "__main__":
            for method in multiprocessing.get_all_start_methods():
                with multiprocessing.get_context(method).Pool(1) as pool:
                    print(pool.map(who, [1]))
            with ProcessPoolExecutor(1) as pool:
                print(list(pool.map(who, [2])))
        """)
    result = project.run("main.py")
    methods = 3 if os.name == "posix" else 1
    assert result.stdout == "[(1, 'fake', 'fake')]\n" * methods + "[(2, 'fake', 'fake')]\n", result.stderr


def test_a_python_that_the_program_starts_runs_scripts_modules_and_text_as_a_plain_one(project):
    project.write("user/part.py", SHOW)
    project.write("user/main.py", """\
        import subprocess, sys
        def say(*arguments, **options):
            sys.stdout.flush()
            subprocess.check_call([sys.executable] + list(arguments), **options)
        say("part.py", "-a", "--")
        say("-m", "part", "b")
        say("-c", "import sys, keras, keras.layers as L; from keras import layers; from keras.layers import Dense;"
                  "import keras.backend; print(sys.argv, keras.served_by, L is layers, Dense.__module__, len([1]))", "c")
        print(subprocess.check_output([sys.executable, "-"], input=b"import keras; print(keras.served_by)").decode())
        print(subprocess.call([sys.executable, "-c", "import sys; sys.exit(5)"]))
        """)
    user = str(project.root / "user")
    result = project.run("main.py")
    assert result.stdout.splitlines() == [
        "['part.py', '-a', '--'] fake __main__ True {}".format(user), "[{!r}, 'b'] fake __main__ False {}".format(
            os.path.join(user, "part.py"), user),
        "['-c', 'c'] fake True fakecompat.keras.layers 1", "fake", "", "5"], result.stderr


def test_a_child_ends_as_a_plain_one(project):
    project.write("user/part.py", """\
        import keras, runpy, sys
        if __name__ == "__main__" and "again" in sys.argv:
            sys.exit(runpy.run_path(__file__, run_name="other")["keras"].served_by)
        if __name__ == "__main__":
            raise RuntimeError("told")
        """)
    project.write("user/main.py", """\
        import subprocess, sys
        for word in ("fail", "again"):
            child = subprocess.run([sys.executable, "part.py", word], stderr=subprocess.PIPE)
            print(child.returncode, child.stderr.decode())
        """)
    assert project.run("main.py").stdout.split("\n") == [
        "1 Traceback (most recent call last):", '  File "{}/part.py", line 5, in <module>'.format(project.root / "user"),
        '    raise RuntimeError("told")', "RuntimeError: told", "", "1 fake", "", ""]


def test_the_users_own_sitecustomize_runs_in_children_as_before(project):
    project.write("user/site/sitecustomize.py", "import builtins\nbuiltins.set_by_the_user = 'yes'\n")
    project.write("user/part.py", "import keras, sys, sitecustomize\n"
                                  "print(set_by_the_user, keras.served_by, sitecustomize.__file__)\n")
    project.write("user/main.py", """\
        import os, subprocess, sys
        os.environ["PYTHONPATH"] += os.pathsep + os.path.join(os.getcwd(), "site")
        print(subprocess.check_output([sys.executable, "part.py"]).decode(), end="")
        """)
    where = str(project.root / "user" / "site" / "sitecustomize.py")
    assert project.run("main.py").stdout == "yes fake {}\n".format(where)


def test_a_program_that_is_not_the_users_own_keeps_the_installed_keras(project):
    project.install("keras/__init__.py", "served_by = 'installed'\n")
    tool = project.install("tool.py", SHOW)
    project.write("user/main.py", """\
        import subprocess, sys
        print(subprocess.check_output([sys.executable, {!r}]).decode().split()[1:3])
        print(subprocess.check_output([sys.executable, "-m", "tool"]).decode().split()[1:3])
        """.format(str(tool)))
    assert project.run("main.py").stdout == "['installed', '__main__']\n['installed', '__main__']\n"


def test_the_environment_is_as_before_after_a_run(tmp_path):
    (tmp_path / "main.py").write_text("import os\nassert 'COMPAT_RUN' in os.environ\n")
    program = ("import os, sys, builtins; from importlib.machinery import SourceFileLoader as L; from compat.rewrite import *;"
               "before = dict(os.environ), sys.path_hooks[:], compile, L.get_code; assert run_script(sys.argv[1]) == 0;"
               "assert before == (dict(os.environ), sys.path_hooks, compile, L.get_code)")
    subprocess.check_call([sys.executable, "-c", program, str(tmp_path / "main.py")])
