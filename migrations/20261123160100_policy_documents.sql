-- Agreements, policies and statements of the vendor, by version (COM-15), and who agreed to which (COMP-01).

create table policy_documents (
    id bigint generated always as identity primary key,
    code text not null check (code ~ '^[A-Z0-9-]{2,32}$'),
    version integer not null check (version > 0),
    kind text not null check (kind in ('statement', 'agreement', 'policy')),
    benefit text not null check (benefit <> ''),
    site text check (site in ('china', 'international', 'europe')),
    title_en text not null check (char_length(title_en) between 1 and 128),
    title_zh text not null check (char_length(title_zh) between 1 and 128),
    text_en text not null check (char_length(text_en) between 1 and 20000),
    text_zh text not null check (char_length(text_zh) between 1 and 20000),
    text_hash text not null default '' check (text_hash <> ''),
    valid_from date not null,
    valid_to date check (valid_to >= valid_from),
    uploaded_by text not null check (uploaded_by <> ''),
    uploaded_at timestamptz not null,
    unique (code, version)
);
create index policy_documents_benefit on policy_documents (benefit, kind, code, version);
comment on table policy_documents is 'Texts that partners work under or agree to, in both languages, by version; a version is never changed. They are the vendor''s: every organisation reads them, the desk adds them.';
comment on column policy_documents.id is 'Key.';
comment on column policy_documents.code is 'What stays the same over the versions: COMP-FH-1, BIZ-PRIVACY, …';
comment on column policy_documents.version is 'Counts from 1.';
comment on column policy_documents.kind is 'statement (a tick of its own), agreement (a benefit needs an active one), policy.';
comment on column policy_documents.benefit is 'fh, mdf, business_information, …';
comment on column policy_documents.site is 'The site where it holds; empty: all.';
comment on column policy_documents.title_en is 'Title in English.';
comment on column policy_documents.title_zh is 'Title in Chinese.';
comment on column policy_documents.text_en is 'Text in English.';
comment on column policy_documents.text_zh is 'Text in Chinese.';
comment on column policy_documents.text_hash is 'SHA-256 of both texts, hexadecimal: what a consent names.';
comment on column policy_documents.valid_from is 'First day, by the site''s calendar.';
comment on column policy_documents.valid_to is 'Last day; empty: until a later version begins.';
comment on column policy_documents.uploaded_by is 'Organisation code and user name; portal for those it came with.';
comment on column policy_documents.uploaded_at is 'When.';
create function hash_policy_document() returns trigger language plpgsql as $$
begin
    new.text_hash := encode(sha256(convert_to(new.text_en || E'\n' || new.text_zh, 'UTF8')), 'hex');
    return new;
end
$$;
comment on function hash_policy_document is 'The digest is the database''s, so that no page can claim another.';
create trigger hash_policy_document before insert on policy_documents for each row execute function hash_policy_document();
alter table policy_documents enable row level security;
create policy everybody on policy_documents for select to portal_app using (true);
create policy desk on policy_documents for insert to portal_app with check ((select desk_is_open()));
grant select, insert on policy_documents to portal_app;

create table consents (
    id bigint generated always as identity primary key,
    organization_id bigint not null references organizations (id),
    request_id bigint not null references requests (id),
    document_id bigint not null references policy_documents (id),
    code text not null,
    version integer not null,
    text_hash text not null,
    member_id bigint not null references members (id),
    agreed_at timestamptz not null,
    address text not null
);
create index consents_request on consents (request_id, id);
create index consents_organization on consents (organization_id);
create index consents_document on consents (document_id);
comment on table consents is 'Who agreed to which version of a statement, for which request, when and from where (COMP-01). Never changed.';
comment on column consents.id is 'Key.';
comment on column consents.organization_id is 'The partner.';
comment on column consents.request_id is 'The request that it was ticked for.';
comment on column consents.document_id is 'The version.';
comment on column consents.code is 'Its code.';
comment on column consents.version is 'Its number.';
comment on column consents.text_hash is 'SHA-256 of the text that was shown.';
comment on column consents.member_id is 'Who ticked it.';
comment on column consents.agreed_at is 'When.';
comment on column consents.address is 'Address that the request came from.';
call protect_by_organization('consents', 'select, insert');
create policy desk on consents for select to portal_app
    using ((select desk_is_open()) and exists (select from requests r where r.id = request_id));

insert into policy_documents (code, version, kind, benefit, title_en, title_zh, text_en, text_zh, valid_from, uploaded_by, uploaded_at) values
    ('BIZ-PRIVACY', 1, 'statement', 'business_information', 'Privacy statement', '隐私声明',
     'The vendor may process the company, tax, bank and contact data of this form to authenticate us and to pay us. We may pass on the contact''s data.',
     '同意厂商为完成商业信息认证及付款之目的处理本表单中的公司、税务、银行和联系人信息；联系人的信息已获得本人授权。', '2026-01-01', 'portal', '2026-01-01 00:00+00'),
    ('COMP-FH-1', 1, 'statement', 'fh', 'Genuine material', '材料真实有效',
     'All material of this application is genuine, valid and exact. Nothing in it is false or misleading.',
     '本次申请提交的全部材料真实、有效、准确，不存在虚假或误导性内容。', '2026-01-01', 'portal', '2026-01-01 00:00+00'),
    ('COMP-FH-2', 1, 'statement', 'fh', 'Regular employees', '正式员工',
     'Every person we apply for has been our regular employee under a written contract throughout the incentive period. None is dispatched labour.',
     '所申请的每位人员在激励周期内均为与我司签订书面劳动合同的正式员工，不包含劳务派遣人员。', '2026-01-01', 'portal', '2026-01-01 00:00+00'),
    ('COMP-FH-3', 1, 'statement', 'fh', 'Proof of employment', '在职证明',
     'We can prove the employment with a stamped certificate and social insurance records, and in China also with wage records.',
     '我司可以提供盖章的在职证明和社保缴纳记录；在中国还可提供工资流水，以证明劳动关系。', '2026-01-01', 'portal', '2026-01-01 00:00+00'),
    ('COMP-FH-4', 1, 'statement', 'fh', 'Personal data', '个人信息',
     'For the personal data in this material we hold the explicit or separate consent that the law asks for.',
     '对于材料中涉及的个人信息，我司已依法取得本人的明示同意或单独同意。', '2026-01-01', 'portal', '2026-01-01 00:00+00'),
    ('COMP-FH-5', 1, 'statement', 'fh', 'Nothing confidential', '不含涉密信息',
     'The material holds no confidential, secret or sensitive information.',
     '材料中不包含任何保密、涉密或敏感信息。', '2026-01-01', 'portal', '2026-01-01 00:00+00'),
    ('COMP-FH-6', 1, 'statement', 'fh', 'Funded once', '不重复申请',
     'The same person, certificate, project and month is funded by no other programme.',
     '同一人员、证书、项目及月份未在其他任何项目中获得资金支持。', '2026-01-01', 'portal', '2026-01-01 00:00+00'),
    ('COMP-FH-7', 1, 'statement', 'fh', 'Repayment', '退还承诺',
     'If any of this proves untrue, we repay the incentive.',
     '如上述内容不属实，我司将退还已获得的激励。', '2026-01-01', 'portal', '2026-01-01 00:00+00'),
    ('COMP-FH-8', 1, 'statement', 'fh', 'Audit', '审计',
     'We accept an audit and keep the originals for 24 months.',
     '我司接受审计，并将原始材料保存 24 个月。', '2026-01-01', 'portal', '2026-01-01 00:00+00'),
    ('COMP-MDF-1', 1, 'statement', 'mdf', 'No bribery', '反商业贿赂',
     'We obey local law and the vendor''s anti-bribery policy. Nothing of value goes to officials or others, directly or indirectly, to gain or keep business.',
     '我司遵守当地法律和厂商的反商业贿赂政策，不以任何直接或间接方式向公职人员或他人提供财物以获取或保留业务。', '2026-01-01', 'portal', '2026-01-01 00:00+00'),
    ('COMP-MDF-2', 1, 'statement', 'mdf', 'Real and reasonable', '真实合理',
     'The event and its cost are real and reasonable, and for our customers or partners.',
     '活动及费用真实、合理，且面向我司的客户或伙伴。', '2026-01-01', 'portal', '2026-01-01 00:00+00'),
    ('COMP-MDF-3', 1, 'statement', 'mdf', 'Claimed once', '不重复报销',
     'The cost is not claimed twice, not split, and not funded by anybody else.',
     '该费用未重复申报、未拆分申报，也未从其他渠道获得资金支持。', '2026-01-01', 'portal', '2026-01-01 00:00+00'),
    ('COMP-MDF-4', 1, 'statement', 'mdf', 'True receipts', '票据类别属实',
     'The categories on the receipts are true.',
     '票据所载的费用类别与实际一致。', '2026-01-01', 'portal', '2026-01-01 00:00+00'),
    ('COMP-MDF-5', 1, 'statement', 'mdf', 'Gifts', '礼品',
     'Gifts stay within the limits and belong to the event.',
     '礼品不超过规定限额，且与活动相关。', '2026-01-01', 'portal', '2026-01-01 00:00+00'),
    ('COMP-MDF-6', 1, 'statement', 'mdf', 'Violations', '违规责任',
     'We are liable for violations, and lose the MDF of this year.',
     '如有违规，我司承担相应责任，并取消本年度的 MDF 资格。', '2026-01-01', 'portal', '2026-01-01 00:00+00'),
    ('COMP-MDF-7', 1, 'statement', 'mdf', 'Attendees', '参会人员信息',
     'Data of attendees were collected with their consent.',
     '参会人员的信息均在取得其同意后收集。', '2026-01-01', 'portal', '2026-01-01 00:00+00'),
    ('COMP-MDF-8', 1, 'statement', 'mdf', 'Audit', '审计',
     'We accept an audit and keep the originals for 24 months.',
     '我司接受审计，并将原始材料保存 24 个月。', '2026-01-01', 'portal', '2026-01-01 00:00+00'),
    ('COMP-MDF-9', 1, 'statement', 'mdf', 'Brand rules', '品牌规范',
     'We followed the vendor''s brand rules.',
     '我司遵守厂商的品牌使用规范。', '2026-01-01', 'portal', '2026-01-01 00:00+00');
