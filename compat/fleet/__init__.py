"""Converting thousands of files: worker processes with a time and a memory limit, a journal, and a report.

No file can stop a run: a worker that hangs, takes too much memory or dies is replaced, the journal says why its file
failed, and the others continue. A run that was stopped resumes from its journal. :class:`Pool` works on this machine,
:class:`Cluster` hands the files to Dask. Concerns the files that :mod:`compat.loading.load` opens.
"""
from compat.fleet import storage as storage
from compat.fleet.cluster import Cluster as Cluster
from compat.fleet.journal import Journal as Journal
from compat.fleet.plan import Plan as Plan
from compat.fleet.plan import plan as plan
from compat.fleet.pool import Pool as Pool
from compat.fleet.records import CONVERTED as CONVERTED
from compat.fleet.records import Job as Job
from compat.fleet.records import Options as Options
from compat.fleet.records import Outcome as Outcome
from compat.fleet.records import WorkerLimits as WorkerLimits
from compat.fleet.records import findings_of as findings_of
from compat.fleet.report import first_words as first_words
from compat.fleet.report import grouped as grouped
from compat.fleet.report import write_report as write_report
from compat.fleet.worker import command as command
