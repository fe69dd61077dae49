// What a voucher manager and a finance checker do, in both languages: issue, approve, lose an answer, see it proved, take back;
// and a sheet of 300 rows with seven bad ones.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { member, open, overflows, send, signIn, violations } from './house.mjs';
import { workbook } from './workbook.mjs';

const WORDS = {
  'zh-CN': {
    done: '已完成', unknown: '结果未知', notDone: '未执行', record: '华为云记录', amount: '120.50', value: '35.00', remark: '年终激励',
    headings: ['额度编号', '客户ID或账号名', '面值', '生效日期', '失效日期', '备注'],
    wrongs: ['不是您的额度。', '在您可见的客户中不存在。', '行重复。', '最多两位小数。', '未填写。', '必须大于 0。', '不是有效日期'],
  },
  'en-US': {
    done: 'Done', unknown: 'Outcome unknown', notDone: 'Not done', record: 'A record of Huawei Cloud', amount: '130.50', value: '45.00',
    remark: 'year end', headings: ['Quota number', 'Customer ID or account name', 'Face value', 'Valid from', 'Valid until', 'Remark'],
    wrongs: ['is no quota of yours.', 'is no customer you see.', 'stands in line', 'has more than two decimals.', 'is missing.',
      'must be above 0.', 'is no day'],
  },
};
const CHECKER = 'finance2';
const people = {};
let house;

before(async () => {
  house = await open('--customers', '230', '--resellers', '3', '--lines', '1', '--months', '1', '--settle-seconds', '6');
});
after(async () => { await house?.close(); });

// A page that was passed: accessible, not wider than the window.
async function look(page) {
  assert.deepEqual(await violations(page), [], page.url());
  assert.ok(!(await overflows(page)), `${page.url()} is wider than the window`);
}

// The manager and the checker, each signed in once per language. The portal is ready before its first reading is over: on a slow
// machine somebody signs in twice.
async function both(locale) {
  const entered = async (username) => {
    const page = await member(house, username, { locale });
    if (page.url().includes('/login')) await signIn(page, username);
    return page;
  };
  people[locale] ??= { maker: await entered('voucher'), checker: await entered(CHECKER) };
  return people[locale];
}

const faults = (plan) => fetch(`${house.sandbox}/_sandbox/faults`, { method: 'PUT', body: JSON.stringify(plan) })
  .then((answer) => assert.equal(answer.status, 204));
const api = (path) => fetch(`${house.url}/api/v1${path}`, { headers: { authorization: 'Bearer demo-token-yunhe-voucher' } })
  .then((answer) => answer.json());
const state = async (page) => (await page.locator('.heading').innerText());
const badges = (page) => page.locator('main tbody').first().innerText();

// Loads a page again until it says so; without a path it only waits.
async function until(page, path, says) {
  for (const end = Date.now() + 40_000; ;) {
    if (path) await page.goto(path);
    if (await says()) return;
    assert.ok(Date.now() < end, `${path ?? page.url()} does not come so far: ${await page.locator('main').innerText()}`);
    await page.waitForTimeout(300);
  }
}

// Confirms a preview by a double click, loads what comes of it again, and sends the same form once more, as a browser does after
// the back button: one approval comes of it.
async function confirm(page) {
  const form = page.locator('main form.sheet').last();
  const sent = await form.evaluate((one) => [one.action, [...new FormData(one), ['step', 'confirm']]]);
  await form.locator('button[value=confirm]').dblclick();
  // The second click ends the navigation that the first one began: what counts is where the browser comes to rest.
  await until(page, null, () => /\/approvals\/\d+$/.test(page.url()));
  await page.waitForLoadState();
  const path = new URL(page.url()).pathname;
  await look(page);
  await page.reload();
  await Promise.all([page.waitForNavigation(), page.evaluate(([action, fields]) => {
    const again = Object.assign(document.createElement('form'), { method: 'post', action });
    again.append(...fields.map(([name, value]) => Object.assign(document.createElement('input'), { type: 'hidden', name, value })));
    document.body.append(again);
    again.submit();
  }, sent)]);
  assert.equal(new URL(page.url()).pathname, path, 'the same form leads to the same approval');
  return path;
}

// Confirms a change-set by a double click and loads it again. What was read from the vendor meanwhile is shown before it counts:
// then it is confirmed once more.
async function submit(page, set) {
  for (let times = 0; times < 3; times += 1) {
    // The second click may end the navigation of the first: what counts is that a page arrives.
    await Promise.all([page.waitForEvent('load'), page.locator('#confirm button').dblclick()]);
    await page.goto(set);
    await page.reload();
    if (!await page.locator('#confirm').count()) return;
  }
  assert.fail(`${set} is not confirmed`);
}

// The checker finds it in the inbox and agrees.
async function agree(page, path) {
  await page.goto('/inbox');
  await look(page);
  await send(page, `main a[href="${path}"]`);
  await look(page);
  await page.fill('[name=reason]', 'ok');
  await send(page, 'button[value=agree]');
  assert.ok(await page.isVisible('.flash.done'));
}

// Quotas to issue from, and account names of customers who may get coupons.
const quotas = async () => (await api('/vouchers/quotas?limit=100&quota_type=0&issuable=yes')).items.filter((one) => Number(one.balance) > 1000);
async function customers() {
  const names = [];
  for (let after = ''; after !== null;) {
    const page = await api(`/customers?limit=100&after=${after}`);
    const may = page.items.filter((one) => one.association_type === '2' && !one.is_frozen && !one.left_at);
    names.push(...may.map((one) => one.account_name));
    after = page.next ?? null;
  }
  return names;
}

// Rows of a change-set that are done, that failed, that are under way.
const receipt = async (page) => (await page.locator('.tiles li').nth(1).locator('.soft').last().innerText()).match(/\d+/g) ?? [];

// Coupons of the vendor's ledger.
const given = async () => {
  const { effects } = await fetch(`${house.sandbox}/_sandbox/ledger`).then((answer) => answer.json());
  return effects.filter((one) => one.operation === 'CreatePartnerCoupons').length;
};

// The only command of an approval.
async function command(path) {
  const found = await api(`/commands?approval=${path.split('/').pop()}`);
  assert.equal(found.items.length, 1, 'one confirmation, one command');
  return found.items[0];
}

for (const [locale, word] of Object.entries(WORDS)) {
  test(`quota is issued once although the answer is lost, and taken back (${locale})`, async () => {
    const { maker, checker } = await both(locale);
    await maker.goto('/vouchers/quotas?quota_type=0&issuable=yes');
    await look(maker);
    await send(maker, 'main tbody a[href^="/vouchers/quotas/"]');
    await look(maker);
    await send(maker, 'main .actions a[href$="/issues/new"]');
    await look(maker);

    // What is wrong is told, and nothing typed is lost.
    await maker.fill('[name=recipients]', 'qinglan');
    await maker.fill('[name=amount]', '1.005');
    await maker.fill('[name=remark]', word.remark);
    await send(maker, 'button[value=preview]');
    assert.equal(await maker.locator('button[value=confirm]').count(), 0, 'three decimals are not confirmed');
    await look(maker);
    await send(maker, 'button[value=change]');
    assert.equal(await maker.inputValue('[name=remark]'), word.remark);
    await maker.fill('[name=amount]', word.amount);
    await send(maker, 'button[value=preview]');
    assert.match(await maker.textContent('main'), new RegExp(`${word.amount}.*${CHECKER}`, 's'), 'the dry run names who approves');
    await look(maker);
    const approval = await confirm(maker);
    const { id } = await command(approval);

    // The maker does not approve; the vendor does it, and its answer is lost.
    await maker.goto(approval);
    assert.equal(await maker.locator('button[value=agree]').count(), 0);
    await faults({ operation: 'UpdateCouponQuotas', cut_after: { count: 1 }, late_records: { seconds: 4, count: 1 } });
    await agree(checker, approval);
    await until(maker, `/commands/${id}`, async () => (await state(maker)).includes(word.unknown));
    await look(maker);
    await maker.goto('/commands');
    await look(maker);
    await until(maker, `/commands/${id}`, async () => (await state(maker)).includes(word.done));
    assert.match(await maker.textContent('main'), new RegExp(`${word.record}.*quota_records:`, 's'));
    await look(maker);
    await faults({});

    // What was issued stands in the list soon, and is taken back whole.
    await until(maker, '/vouchers/issued', async () => (await badges(maker)).includes(word.amount));
    await look(maker);
    await maker.locator('tbody tr', { hasText: word.amount }).first().locator('[name=quota]').check();
    await send(maker, '#picks button.main, [form=picks].main');
    await look(maker);
    const reclaim = await confirm(maker);
    await agree(checker, reclaim);
    const taken = await command(reclaim);
    await until(maker, `/commands/${taken.id}`, async () => (await state(maker)).includes(word.done));
    await look(maker);
  });

  test(`coupons go to a customer once, and are taken back (${locale})`, async () => {
    const { maker, checker } = await both(locale);
    const [quota] = await quotas();
    const customer = (await customers())[locale === 'zh-CN' ? 0 : 1];
    await maker.goto(`/vouchers/quotas/${quota.id}/coupons/new`);
    await look(maker);
    await maker.fill('[name=recipients]', `${customer} ${word.value}`);
    await maker.fill('[name=remark]', word.remark);
    await send(maker, 'button[value=preview]');
    await look(maker);
    const approval = await confirm(maker);
    await agree(checker, approval);
    const { id } = await command(approval);
    await until(maker, `/commands/${id}`, async () => (await state(maker)).includes(word.done));
    await until(maker, `/vouchers/coupons?quota=${quota.remote_id}`, async () => (await badges(maker)).includes(word.value));
    await look(maker);
    await maker.locator('tbody tr', { hasText: word.value }).first().locator('input[type=checkbox]').check();
    await send(maker, '#picks button.main, [form=picks].main');
    await look(maker);
    const reclaim = await confirm(maker);
    await agree(checker, reclaim);
    const taken = await command(reclaim);
    await until(maker, `/commands/${taken.id}`, async () => (await state(maker)).includes(word.done));
  });

  test(`a sheet of 300 rows with seven bad ones is mended, approved as one and carried out (${locale})`, async () => {
    const { maker, checker } = await both(locale);
    const [sources, all] = [await quotas(), await customers()];
    const pairs = sources.flatMap((quota) => all.map((customer) => [quota.remote_id, customer]));
    assert.ok(pairs.length >= 300, `${pairs.length} pairs of quota and customer`);
    const rows = pairs.slice(0, 300).map(([quota, customer], at) => [quota, customer, '1.00', '', '', `${word.remark} ${at + 1}`]);
    // Line in the sheet, one below the heading: 11, 21, 31 …
    rows[9][0] = '999';
    rows[19][1] = 'nobody';
    [rows[29][0], rows[29][1]] = rows[28];
    rows[39][2] = '1.005';
    rows[49][2] = '';
    rows[59][2] = '-1';
    rows[69][4] = '31.12.2026';
    const before = await given();
    await maker.goto('/change-sets');
    await look(maker);
    await maker.goto('/change-sets/new');
    await look(maker);
    await send(maker, 'main a[href$="kind=coupon_issue"]');
    await look(maker);
    const book = workbook([word.headings, ...rows]);
    await maker.setInputFiles('[name=file]', { name: 'coupons.xlsx', mimeType: 'application/octet-stream', buffer: book });
    await send(maker, 'button[value=read]');
    const set = new URL(maker.url()).pathname;
    assert.deepEqual((await maker.locator('.tiles .figure').allInnerTexts()).slice(0, 3), ['300', '293', '7']);
    assert.equal(await maker.locator('#mend tbody tr').count(), 7);
    const told = await maker.innerText('#mend');
    for (const wrong of word.wrongs) assert.ok(told.includes(wrong), wrong);
    assert.equal(await maker.locator('#confirm').count(), 0, 'nothing is confirmed while rows are wrong');
    await look(maker);

    // One is mended, the others are left out.
    await maker.fill('[name="cell-41-2"]', '1.00');
    await send(maker, 'button[value=leave_out]');
    assert.deepEqual((await maker.locator('.tiles .figure').allInnerTexts()).slice(0, 3), ['300', '294', '0']);
    await look(maker);
    await submit(maker, set);
    const found = (await api('/commands?kind=coupon_issue&state=intent&limit=100')).items;
    const approval = `/approvals/${found[0].approval_id}`;
    assert.ok(found.every((one) => one.approval_id === found[0].approval_id), 'a double click is one approval');

    // Part of a call fails at the vendor: the receipt says of each row what became of it.
    await faults({ operation: 'CreatePartnerCoupons', partial: { count: 1 }, cut_after: { count: 1 } });
    await agree(checker, approval);
    await until(maker, set, async () => (await receipt(maker))[2] === '0');
    await faults({});
    const [done, failed] = (await receipt(maker)).map(Number);
    assert.equal(done + failed, 294);
    assert.ok(failed > 0 && done > failed, `${done} done, ${failed} failed`);
    await look(maker);

    // What failed, again by one click: a set of its own, and all of it is done.
    await send(maker, `form[action="${set}/again"] button`);
    const again = new URL(maker.url()).pathname;
    assert.notEqual(again, set);
    assert.equal((await maker.locator('.tiles .figure').allInnerTexts())[1], String(failed));
    await look(maker);
    await submit(maker, again);
    await agree(checker, await maker.getAttribute('main .actions a[href^="/approvals/"]', 'href'));
    await until(maker, again, async () => (await receipt(maker)).join() === `${failed},0,0`);
    await look(maker);
    assert.equal(await given() - before, 294, 'every row once, whatever was lost');
  });
}
