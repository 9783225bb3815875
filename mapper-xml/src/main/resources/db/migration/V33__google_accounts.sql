-- People who sign in with Google (docs/identity.md). Their address is a credential as everybody's is, without a password until they
-- set one; two accounts never share an address.
alter table credentials alter column password_hash drop not null;
comment on column credentials.password_hash is 'with the name of its algorithm in braces in front; null for somebody who has none';

create table google_accounts (
    subject   text        primary key check (length(subject) between 1 and 255),
    user_id   uuid        not null unique references credentials (user_id),
    linked_at timestamptz not null
);
comment on column google_accounts.subject is 'what Google calls the account; its address may change there';

grant select, insert on google_accounts to ${app_role};
