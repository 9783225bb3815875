-- Whether a job's work belongs to a day, as its job node says: only then can it be run for another day, or catch up.
alter table job_schedules add column has_business_date boolean not null default false;
