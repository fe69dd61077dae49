// The organisation's journey, in both languages: a member is created with two roles and a scope, is given a privileged role that a
// second person agrees to, sets an app up, signs in with a passkey and sees only what is allowed, is disabled in mid-session, and all of it stands in the record.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { authenticator, member, named, open, overflows, signIn, totp, violations, visitor } from './house.mjs';

let house;
before(async () => { house = await open(); });
after(async () => { await house?.close(); });

const WORDS = {
  'zh-CN': {
    choose: /数据范围/, second: /须由另一位系统管理员或伙伴主账号同意/, waits: (who) => `审批 ${who} 的角色申请`,
    created: '创建成员', approved: '角色审批通过', disabled: '停用成员', changed: 'master 变更了您的角色。',
  },
  'en-US': {
    choose: /Data scope/, second: /Another admin or the master account must agree/, waits: (who) => `Agree to roles of ${who}, or refuse`,
    created: 'Member created', approved: 'Roles approved', disabled: 'Member disabled', changed: 'master changed your roles.',
  },
};
const PASSWORD = 'rain over the eastern hills';

const text = (page) => page.textContent('main');
const pressed = (page, selector) => Promise.all([page.waitForNavigation(), page.click(selector)]);

const out = (page) => pressed(page, 'form[action="/logout"] button');

// The page as it stands is accessible, fits the window and threw nothing.
async function whole(page, where) {
  assert.deepEqual(await violations(page), [], where);
  assert.equal(await overflows(page), false, `${where}: wider than the window`);
  assert.deepEqual(page.complaints.splice(0), [], where);
}

for (const [locale, words] of Object.entries(WORDS)) {
  test(`a member's life: ${locale}`, async () => {
    const username = `zhao_lei_${locale.slice(0, 2)}`;
    const admin = await member(house, 'admin', { locale });

    // Two roles that together would show every customer: somebody must choose.
    await admin.goto('/members/new');
    await admin.fill('[name=username]', username);
    await admin.fill('[name=name]', '赵磊');
    await admin.fill('[name=email]', `${username}@yunhe.example`);
    await admin.check('[name=roles][value=account_manager]');
    await admin.check('[name=roles][value=sales]');
    await pressed(admin, 'button[name=step] >> nth=0');
    assert.match(await text(admin), words.choose);
    await whole(admin, 'the choice of the data scope');
    await admin.check('[name=scope][value=keep]');
    await pressed(admin, 'button[name=step] >> nth=0');
    await whole(admin, 'what will be created');
    await pressed(admin, 'button[name=step] >> nth=0');
    const link = (await text(admin)).match(/\/activate\?token=[0-9a-f]{64}/)[0];
    const path = await admin.getAttribute(`main a[href^="/members/"]:text-is("${username}")`, 'href');

    // A third role is privileged: it is shown before, and waits for a second person.
    await admin.goto(`${path}/roles`);
    await admin.selectOption('[name=role3]', 'finance');
    await admin.fill('[name=reason]', 'closes the month');
    await pressed(admin, 'button[name=step][value=check]');
    assert.match(await text(admin), words.second);
    await whole(admin, 'what the roles would change');
    await pressed(admin, 'button[name=step][value=save]');
    await admin.goto(`${path}/role-request`);
    assert.equal(await admin.locator('button[value=approve]').count(), 0, 'who asks does not agree');

    const master = await member(house, 'master', { locale });
    await master.goto('/inbox');
    await whole(master, 'the inbox of the second person');
    await pressed(master, `main a:text-is("${words.waits(username)}")`);
    await whole(master, 'the request');
    await pressed(master, 'button[value=approve]');

    // The member: own customers only, none of them yet; no door to the members.
    const own = await visitor(named(house), { locale });
    await authenticator(own);
    await own.goto(link);
    await whole(own, 'the first password');
    await own.fill('[name=password]', PASSWORD);
    await own.fill('[name=repeated]', PASSWORD);
    await pressed(own, 'main form button.main');
    await own.goto('/login');
    await signIn(own, username, 'yunhe', PASSWORD);
    await own.goto('/profile/second-factor');
    await whole(own, 'the app is set up');
    const key = await own.textContent('code.key');
    await own.fill('[name=code]', totp(key));
    await pressed(own, 'main form button.main');
    assert.equal(await own.locator('.codes code').count(), 10);
    await whole(own, 'recovery codes');
    await out(own);
    await signIn(own, username, 'yunhe', PASSWORD);
    // The demo does not ask for the code; doors.test.mjs signs in with one, where it is asked for.
    assert.ok((await own.textContent('.reader')).includes(username));
    await own.goto('/profile/passkeys');
    await whole(own, 'passkeys');
    await own.fill('section.facts [name=name]', 'laptop');
    await pressed(own, 'section.facts form button');
    await whole(own, 'a passkey is made');
    await Promise.all([own.waitForURL('**/profile/passkeys'), own.click('form[data-passkey] button')]);
    await whole(own, 'the new passkey');
    await out(own);
    await own.goto('/login');
    await pressed(own, 'form[action="/login/passkey-challenges"] button');
    await whole(own, 'signing in with a passkey');
    await Promise.all([own.waitForURL((url) => url.pathname === '/'), own.click('form[data-passkey] button')]);
    assert.ok((await own.textContent('.reader')).includes(username));
    await whole(own, 'the home of the member');
    await own.goto('/customers');
    await whole(own, 'no customer');
    assert.equal(await own.locator('main table tbody tr').count(), 0, 'no customer is assigned to him');
    assert.equal(await own.locator('nav a[href="/members"]').count(), 0);
    assert.equal((await own.goto('/members')).status(), 403);
    await whole(own, 'the refusal');
    assert.equal((await own.goto(`${path}/roles`)).status(), 403, 'he cannot widen himself');
    assert.equal((await own.goto('/bills/monthly')).status(), 200, 'what the second person agreed to');
    await own.goto('/inbox');
    assert.ok((await text(own)).includes(words.changed));
    await whole(own, 'the inbox of the member');

    // Disabled in mid-session: the next click ends at the door.
    await admin.goto(`${path}/disable`);
    await whole(admin, 'before somebody is disabled');
    await admin.fill('[name=reason]', 'left the company');
    await pressed(admin, 'button[name=step] >> nth=0');
    await own.goto('/customers');
    assert.match(own.url(), /\/login/);

    await admin.goto('/activity');
    const record = await admin.textContent('main tbody');
    for (const word of [words.created, words.approved, words.disabled]) assert.ok(record.includes(word), word);
    await whole(admin, 'the record');
    for (const page of [admin, master, own]) await page.context().close();
  });
}

test('a review is begun, answered by the director, and what is removed waits', async () => {
  const admin = await member(house, 'admin', { locale: 'en-US' });
  await admin.goto('/roles/reviews/new');
  await whole(admin, 'the question before a review');
  await pressed(admin, 'main form button.main');
  const path = await admin.locator('main tbody a').first().getAttribute('href');
  await admin.goto(path);
  await whole(admin, 'the review of an admin');
  const director = await member(house, 'director', { locale: 'zh-CN', colorScheme: 'dark', width: 500 });
  await director.goto(path);
  const rows = await director.locator('main tbody tr').count();
  assert.equal(rows, 2, 'the two managers');
  await director.check('main tbody tr:first-child input[value=keep]');
  await director.check('main tbody tr:nth-child(2) input[value=remove]');
  await whole(director, 'the review of a director');
  await pressed(director, 'main form button.main');
  assert.equal(await director.locator('main tbody tr:nth-child(2) input[type=radio]').count(), 0, 'answered');
  await whole(director, 'the answered review');
});
