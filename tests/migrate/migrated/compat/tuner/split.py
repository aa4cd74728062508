"""Of the time of Python 2."""
import sys

if len(sys.argv) < 2:
    print("split.py ROWS")
for number in range(int(sys.argv[-1])):
    print(number, end=' ')
