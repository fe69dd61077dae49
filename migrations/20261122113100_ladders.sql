-- Ladders (CMD-3): above a second amount two people agree. Raising or dropping either amount is looser and waits for a second person.

alter table approval_rules add column two_above numeric check (two_above >= above);
alter table approval_rules add column asked_two_above numeric;
alter table approval_rules drop constraint approval_rules_check;
alter table approval_rules add constraint approval_rules_asked check (asked_above is not null or asked_two_above is null);
alter table approval_rules add constraint approval_rules_asked_ladder check (asked_two_above >= asked_above);
comment on column approval_rules.two_above is 'Whole currency units, exact: above this amount two people agree; empty: one always suffices.';
comment on column approval_rules.asked_above is 'The amount that a looser rule would have and that waits for a second person; empty: none does.';
comment on column approval_rules.asked_two_above is 'The second amount of that looser rule; empty: one person would always suffice.';
