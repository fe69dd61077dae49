-- What a filter may find of personal data (MEM-8, SYNC-10): what the page shows of it, or the whole of it. By part, a reader
-- without the right to see a value could learn it letter by letter.

-- What pages show of a value; the same as `values::Masked`, which a test compares.
create function masked_text(value text) returns text language sql immutable parallel safe as $$
    select case
        when strpos(value, '@') > 0 then left(split_part(value, '@', 1), 1) || '***' || substr(value, strpos(value, '@'))
        when value = '' then ''
        when length(value) >= 7 and length(regexp_replace(value, '[^0-9]', '', 'g')) * 2 >= length(value)
            then left(value, 3) || '****' || right(value, 2)
        else left(value, 1) || '**' end
$$;

-- Whether the words typed find a masked value: a part of what is shown, or all of it.
create function personal_data_found(value text, wanted text) returns boolean language sql immutable parallel safe as $$
    select lower(value) = lower(wanted) or strpos(lower(masked_text(value)), lower(wanted)) > 0
$$;

-- Whether the words typed find the name of a customer: a company's by any part, a person's as it is masked. Types as at the vendor:
-- 1 is a company; of who is neither known to be one nor a person (none, -1) a name with a company's ending is shown, as
-- `customers::shown_name` has it.
create function customer_name_found(customer_type integer, name text, wanted text) returns boolean language sql immutable parallel safe as $$
    select case when customer_type = 1
            or coalesce(customer_type, -1) = -1 and name ~ '(公司|集团|中心|大学|Ltd\.|Ltd|Inc\.|GmbH)$'
        then strpos(lower(name), lower(wanted)) > 0
        else personal_data_found(name, wanted) end
$$;
