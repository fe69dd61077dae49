-- Rule MEM-2 (5 to 32 characters) belongs to the form where members are made; the vendor desk of the demo has `pdm` and `psm`.
alter table members drop constraint members_username_check;
alter table members add constraint members_username_check check (username ~ '^[A-Za-z][A-Za-z0-9_-]{2,31}$');
