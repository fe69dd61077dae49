-- Working days (DL-01): which weekdays are holidays and which Saturdays and Sundays are worked, by site and year.

create table calendar_years (
    site text not null check (site in ('china', 'international', 'europe')),
    year integer not null check (year between 2020 and 2100),
    source text not null check (char_length(source) between 1 and 500),
    sha256 bytea not null check (length(sha256) = 32),
    changed_by text not null check (changed_by <> ''),
    changed_at timestamptz not null,
    revision integer not null default 1,
    primary key (site, year)
);
comment on table calendar_years is 'Years for which the holidays of a site are settled. They are the vendor''s: every organisation reads them, the desk changes them. A year without a row skips weekends only (DL-01).';
comment on column calendar_years.site is 'Site: china, international, europe.';
comment on column calendar_years.year is 'Year of the site''s calendar.';
comment on column calendar_years.source is 'Where the days are from: a notice, a file with its SHA-256.';
comment on column calendar_years.sha256 is 'SHA-256 of the list as it was saved.';
comment on column calendar_years.changed_by is 'Organisation code and user name; portal for what it came with.';
comment on column calendar_years.changed_at is 'When.';
comment on column calendar_years.revision is 'Counts changes.';

create table calendar_days (
    site text not null,
    year integer not null,
    day date not null check (extract(year from day) = year),
    kind text not null check (kind in ('holiday', 'make_up')),
    name text not null default '' check (char_length(name) <= 64),
    primary key (site, day),
    foreign key (site, year) references calendar_years (site, year),
    check (kind = 'holiday' or extract(isodow from day) >= 6)
);
create index calendar_days_year on calendar_days (site, year, day);
comment on table calendar_days is 'Days that are not what their weekday says. Stored due dates do not follow a change (DL-04).';
comment on column calendar_days.site is 'Site.';
comment on column calendar_days.year is 'Year of the day.';
comment on column calendar_days.day is 'The day, in the site''s zone.';
comment on column calendar_days.kind is 'holiday: nobody works; make_up: a Saturday or Sunday that is worked.';
comment on column calendar_days.name is 'What the day is called; may be empty.';

alter table calendar_years enable row level security;
alter table calendar_days enable row level security;
create policy everybody on calendar_years for select to portal_app using (true);
create policy everybody on calendar_days for select to portal_app using (true);
create policy desk_adds on calendar_years for insert to portal_app with check ((select desk_is_open()));
create policy desk_changes on calendar_years for update to portal_app using ((select desk_is_open()));
create policy desk_adds on calendar_days for insert to portal_app with check ((select desk_is_open()));
create policy desk_takes on calendar_days for delete to portal_app using ((select desk_is_open()));
grant select, insert, update on calendar_years to portal_app;
grant select, insert, delete on calendar_days to portal_app;

-- China 2026 (DL-01).
create temporary table seed (day date, kind text, name text);
insert into seed values
    ('2026-01-01', 'holiday', '元旦'), ('2026-01-02', 'holiday', '元旦'), ('2026-01-04', 'make_up', '元旦'),
    ('2026-02-14', 'make_up', '春节'), ('2026-02-16', 'holiday', '春节'), ('2026-02-17', 'holiday', '春节'),
    ('2026-02-18', 'holiday', '春节'), ('2026-02-19', 'holiday', '春节'), ('2026-02-20', 'holiday', '春节'),
    ('2026-02-23', 'holiday', '春节'), ('2026-02-28', 'make_up', '春节'), ('2026-04-06', 'holiday', '清明节'),
    ('2026-05-01', 'holiday', '劳动节'), ('2026-05-04', 'holiday', '劳动节'), ('2026-05-05', 'holiday', '劳动节'),
    ('2026-05-09', 'make_up', '劳动节'), ('2026-06-19', 'holiday', '端午节'), ('2026-09-20', 'make_up', '国庆节'),
    ('2026-09-25', 'holiday', '中秋节'), ('2026-10-01', 'holiday', '国庆节'), ('2026-10-02', 'holiday', '国庆节'),
    ('2026-10-05', 'holiday', '国庆节'), ('2026-10-06', 'holiday', '国庆节'), ('2026-10-07', 'holiday', '国庆节'),
    ('2026-10-10', 'make_up', '国庆节');
insert into calendar_years (site, year, source, sha256, changed_by, changed_at)
select 'china', 2026, '国务院办公厅关于2026年部分节假日安排的通知',
    sha256(convert_to(string_agg(day || ',' || kind || ',' || name || E'\n', '' order by day), 'UTF8')), 'portal', '2026-11-23T00:00:00Z'
from seed;
insert into calendar_days (site, year, day, kind, name) select 'china', 2026, day, kind, name from seed;
drop table seed;
