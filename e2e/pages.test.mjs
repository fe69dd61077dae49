// Every page of the menu: opens, shows rows, has a detail page, keeps its filters in the address, and has no accessibility
// violation in either language, light or dark, wide or narrow.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { member, open, overflows, violations, visitor } from './house.mjs';

// path, and whether its rows lead to a detail page.
const PAGES = [
  ['/', false],
  ['/customers', true],
  ['/customers/real-name', true],
  ['/resellers', true],
  ['/vouchers/quotas', true],
  ['/vouchers/issued', true],
  ['/vouchers/coupons', true],
  ['/vouchers/records', true],
  ['/accounts', false],
  ['/bills/consumption', true],
  ['/bills/monthly', true],
  ['/bills/statements', true],
  ['/orders', true],
  ['/catalog/resource-types', true],
  ['/sync', false],
  ['/members', true],
  ['/roles', true],
  ['/roles/permissions', false],
  ['/roles/simulation?role=finance', false],
  ['/activity', true],
  ['/profile', false],
  ['/tokens', false],
];
// Forms, opened only: what they do is told by journeys.
const FORMS = ['/members/new', '/members/import', '/members/4/edit', '/members/4/roles', '/members/4/hand-over', '/roles/new',
  '/organization/sign-in', '/forgotten-password', '/inbox', '/roles/issuers?action=coupon_issue&amount=5000',
  '/roles/approval-rules', '/roles/reviews', '/roles/limit', '/facts', '/facts/new?kind=bill', '/facts/import?kind=specialist',
  '/facts/readings?kind=bill', '/incentives/benefits/conditions', '/incentives/fh'];
const LOOKS = [
  { locale: 'zh-CN', colorScheme: 'light', width: 1360 },
  { locale: 'en-US', colorScheme: 'dark', width: 1360 },
  { locale: 'zh-CN', colorScheme: 'dark', width: 500 },
  { locale: 'en-US', colorScheme: 'light', width: 500 },
];

let house;
before(async () => { house = await open(); });
after(async () => { await house?.close(); });

for (const look of LOOKS) {
  const name = `${look.locale} ${look.colorScheme} ${look.width}`;
  test(`every page is whole and accessible: ${name}`, async () => {
    const page = await member(house, 'admin', look);
    const found = [];
    for (const [path, hasDetails] of PAGES) {
      const answer = await page.goto(path);
      found.push(...(await complaints(page, `${name} ${path}`, answer.status())));
      if (path !== '/' && path !== '/sync' && path !== '/accounts') {
        assert.ok(await page.locator('main table tbody tr').count() > 0, `${path} has no rows`);
      }
      if (!hasDetails) continue;
      const link = page.locator('main table tbody tr a[href]').first();
      assert.ok(await link.count(), `${path}: a row leads nowhere`);
      const detail = await page.goto(await link.getAttribute('href'));
      found.push(...(await complaints(page, `${name} detail of ${path}: ${page.url()}`, detail.status())));
    }
    for (const path of FORMS) {
      const answer = await page.goto(path);
      found.push(...(await complaints(page, `${name} ${path}`, answer.status())));
    }
    assert.deepEqual(found, []);
    await page.context().close();
  });
}

test('masked data of a customer is shown for a reason', async () => {
  const found = [];
  for (const [look, title] of [[LOOKS[2], '本次显示'], [LOOKS[1], 'Shown to you now']]) {
    const page = await member(house, 'manager', look);
    await page.goto('/customers');
    await page.goto(await page.locator('main table tbody tr a[href]').first().getAttribute('href'));
    found.push(...(await complaints(page, `${look.locale} eyes`, 200)));
    await page.locator('a[href*="/reveal?field="]').first().click();
    await page.waitForURL(/reveal/);
    found.push(...(await complaints(page, `${look.locale} reveal`, 200)));
    await page.locator('textarea[name=reason]').fill('call back');
    await page.locator('button[value=do]').click();
    await page.getByText(title).first().waitFor();
    found.push(...(await complaints(page, `${look.locale} revealed`, 200)));
    await page.context().close();
  }
  assert.deepEqual(found, []);
});

test('pages of people who are not signed in are accessible too', async () => {
  const page = await visitor(house);
  const found = [];
  for (const path of ['/login', '/activate?token=nothing', '/nowhere']) {
    const answer = await page.goto(path);
    const status = path === '/login' ? answer.status() : 200;
    found.push(...(await complaints(page, path, status)));
  }
  assert.deepEqual(found, []);
});

async function complaints(page, where, status) {
  const found = status === 200 ? [] : [`${where}: status ${status}`];
  if (await overflows(page)) found.push(`${where}: wider than the window`);
  found.push(...(await violations(page)).map((line) => `${where}: ${line}`));
  found.push(...page.complaints.splice(0).map((line) => `${where}: ${line}`));
  return found;
}
