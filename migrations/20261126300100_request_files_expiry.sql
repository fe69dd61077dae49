-- BET-15: evidence of requests that were given up is deleted after its time; the job says which, this function does it.

create function expire_request_files(request bigint, in_state text, before timestamptz) returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    files bigint[];
begin
    perform from requests r where r.id = request and r.state = in_state and r.state in ('discarded', 'withdrawn')
        and r.state_at < before and r.organization_id = any(visible_organizations()) for update;
    if not found then
        return 0;
    end if;
    select coalesce(array_agg(f.attachment_id), '{}') into files from request_files f where f.request_id = request;
    delete from request_files f where f.request_id = request;
    delete from attachments a where a.id = any(files)
        and not exists (select from request_files f where f.attachment_id = a.id);
    return cardinality(files);
end
$$;
comment on function expire_request_files is 'Deletes the evidence of a request that was given up or withdrawn before an instant, and of no other; the bytes go with the next sweep of the folder unless another row names them. Answers how many files.';
revoke execute on function expire_request_files from public;
grant execute on function expire_request_files to portal_app;
