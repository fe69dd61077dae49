-- What waits for somebody who may assign (TRAP-2, AM-8): counted in one place for the first page, the inbox and the page of managers.
create function loose_ends(organization bigint, managers bigint[], at timestamptz)
returns table (unassigned bigint, stranded bigint, undirected bigint) language sql stable set search_path = public, pg_temp as $$
    select
        (select count(*) from customers c where c.organization_id = organization and c.left_at is null and managers is null
            and not exists (select from customer_assignments a where a.customer_id = c.id and a.ended_at is null)),
        (select coalesce(sum(h.held), 0)::bigint from (
            select a.member_id, count(*) as held from customer_assignments a
            where a.organization_id = organization and a.ended_at is null and (managers is null or a.member_id = any(managers))
            group by a.member_id) h
            where not works_as(h.member_id, 'account_manager', at)),
        (select count(*) from members m where m.organization_id = organization and m.director_id is null and managers is null
            and works_as(m.id, 'account_manager', at))
$$;
comment on function loose_ends is 'Of an organisation that the connection sees: associated customers without an account manager, customers whose manager cannot work as one, account managers without a director. For a reader with a scope, only customers of these managers, and nothing that nobody looks after (AM-12).';
