-- Operators look for the runs of a job by the days they are for.
create index job_runs_by_date on job_runs (job, business_date);
