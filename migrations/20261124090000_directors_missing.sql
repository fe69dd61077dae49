-- The home page counts account managers without a director: only holders of that role are looked at, not every member.
create or replace function loose_ends(organization bigint, managers bigint[], at timestamptz)
returns table (unassigned bigint, stranded bigint, undirected bigint) language sql stable set search_path = public, pg_temp as $$
    select
        (select count(*) from customers c where c.organization_id = organization and c.left_at is null and managers is null
            and not exists (select from customer_assignments a where a.customer_id = c.id and a.ended_at is null)),
        (select coalesce(sum(h.held), 0)::bigint from (
            select a.member_id, count(*) as held from customer_assignments a
            where a.organization_id = organization and a.ended_at is null and (managers is null or a.member_id = any(managers))
            group by a.member_id) h
            where not works_as(h.member_id, 'account_manager', at)),
        (select count(*) from (
            select distinct r.member_id as id from member_roles r
            where r.organization_id = organization and r.role = 'account_manager' and managers is null) holder
            join members m on m.id = holder.id
            where m.organization_id = organization and m.director_id is null and works_as(m.id, 'account_manager', at))
$$;
