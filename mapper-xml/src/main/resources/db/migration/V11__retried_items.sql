-- The run whose skipped items a run works on. Its items are the list, so it is kept as long as the run that needs them.
alter table job_runs add column retries uuid references job_runs (id);
create index job_runs_retries on job_runs (retries) where retries is not null;
