// What people do: sign in and out, change language and look, find a row, walk pages, be refused, read without JavaScript.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { member, open, signIn, visitor } from './house.mjs';

let house;
before(async () => { house = await open(); });
after(async () => { await house?.close(); });

const rows = (page) => page.locator('main table tbody tr');

test('a wrong password is told in the reader’s language and nothing typed is lost', async () => {
  for (const [locale, lang] of [['zh-CN', 'zh-CN'], ['en-US', 'en']]) {
    const page = await visitor(house, { locale });
    await page.goto('/customers?label=x');
    assert.match(page.url(), /\/login\?next=/);
    await page.fill('[name=organization]', 'yunhe');
    await page.fill('[name=username]', 'auditor');
    await page.fill('[name=password]', 'not the password');
    await page.click('main form button.main');
    assert.equal(await page.getAttribute('html', 'lang'), lang);
    assert.equal(await page.inputValue('[name=username]'), 'auditor');
    assert.ok(await page.locator('[role=alert]').count(), 'the refusal is announced');
    await signIn(page, 'auditor');
    assert.match(page.url(), /\/customers\?label=x$/, 'sign-in leads to where one wanted to go');
  }
});

test('language and look are changed and stay', async () => {
  const page = await member(house, 'admin');
  await page.goto('/customers');
  await page.click('button[name=language][value=en]');
  assert.equal(await page.getAttribute('html', 'lang'), 'en');
  assert.match(page.url(), /\/customers$/, 'one stays where one was');
  await page.click('button[name=theme][value=dark]');
  await page.goto('/resellers');
  assert.equal(await page.getAttribute('html', 'lang'), 'en');
  const background = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  assert.equal(background, 'rgb(13, 19, 28)');
});

test('the current entry of a menu longer than the window is in sight', async () => {
  const page = await member(house, 'admin');
  await page.setViewportSize({ width: 1280, height: 420 });
  for (const path of ['/sync', '/', '/members']) {
    await page.goto(path);
    const [top, bottom, height] = await page.evaluate(() => {
      const box = document.querySelector('.side [aria-current]').getBoundingClientRect();
      return [box.top, box.bottom, window.innerHeight];
    });
    assert.ok(top >= 0 && bottom <= height, `${path}: from ${top} to ${bottom} of ${height}`);
    assert.equal(await page.evaluate(() => window.scrollY), 0, 'the page itself stays where it is');
  }
});

test('a customer is found by a filter that the address keeps', async () => {
  const page = await member(house, 'admin');
  await page.goto('/customers');
  const account = (await rows(page).first().locator('a').first().innerText()).trim();
  await page.fill('main form input[type=search], main form input[type=text], main form input:not([type])', account);
  await Promise.all([page.waitForNavigation(), page.locator('main form').first().locator('button').last().click()]);
  assert.equal(await rows(page).count(), 1);
  assert.ok(decodeURIComponent(page.url()).includes(account));
  await rows(page).first().locator('a').first().click();
  await page.waitForLoadState();
  assert.match(page.url(), /\/customers\/\d+$/);
  assert.ok((await page.locator('main').innerText()).includes(account));
});

test('three pages of consumption are walked without loss or repeat', async () => {
  const page = await member(house, 'admin');
  await page.goto('/bills/consumption');
  const met = new Set();
  for (let turn = 0; turn < 3; turn += 1) {
    const links = await rows(page).locator('a[href*="/bills/consumption/"]').evaluateAll((all) => [...new Set(all.map((a) => a.getAttribute('href')))]);
    assert.ok(links.length > 0);
    for (const link of links) {
      assert.ok(!met.has(link), `${link} twice`);
      met.add(link);
    }
    const next = page.locator('a[rel=next]');
    assert.equal(await next.count(), 1, 'there is a next page');
    await Promise.all([page.waitForNavigation(), next.click()]);
  }
});

test('who may not is told what is missing, and the menu does not offer it', async () => {
  const page = await member(house, 'manager');
  await page.goto('/');
  assert.equal(await page.locator('nav a[href="/vouchers/quotas"]').count(), 0);
  const answer = await page.goto('/vouchers/quotas');
  assert.equal(answer.status(), 403);
  assert.ok((await page.locator('main').innerText()).includes('quota.view'));
});

test('account managers see their halves, the director both', async () => {
  const names = {};
  for (const username of ['manager', 'manager2', 'director']) {
    const page = await member(house, username);
    await page.goto('/customers');
    names[username] = await rows(page).locator('a').first().innerText();
    await page.context().close();
  }
  assert.notEqual(names.manager, names.manager2);
});

test('a reseller’s people see the reseller’s rows', async () => {
  const page = await member(house, 'manager', {}, 'qinglan');
  await page.goto('/customers');
  assert.ok(await rows(page).count() > 0);
  const quotas = await member(house, 'voucher', {}, 'qinglan');
  await quotas.goto('/vouchers/quotas');
  assert.ok(await rows(quotas).count() > 0);
});

test('a run is asked for on /sync and is seen', async () => {
  const page = await member(house, 'operations');
  await page.goto('/sync');
  await Promise.all([page.waitForNavigation(), page.locator('main form[method=post] button').first().click()]);
  assert.match(page.url(), /\/sync/);
  assert.ok(await page.locator('[role=status]').count(), 'the request is confirmed');
});

test('everything can be read without JavaScript', async () => {
  const context = await house.browser.newContext({ javaScriptEnabled: false, baseURL: house.url, locale: 'en-US' });
  const page = await context.newPage();
  await page.goto('/login');
  await page.fill('[name=organization]', 'yunhe');
  await page.fill('[name=username]', 'finance');
  await page.fill('[name=password]', 'partner-portal-demo-2026');
  await page.click('main form button.main');
  for (const path of ['/', '/customers', '/bills/monthly']) {
    const answer = await page.goto(path);
    assert.equal(answer.status(), 200, path);
  }
  await context.close();
});

test('leaving ends the session', async () => {
  const page = await member(house, 'auditor');
  await page.goto('/customers');
  await page.click('form[action="/logout"] button');
  await page.waitForLoadState();
  await page.goto('/customers');
  assert.match(page.url(), /\/login\?next=/);
});

test('a member is made, shown for a reason, and both stand in the record', async () => {
  const page = await member(house, 'admin', { locale: 'en-US' });
  const send = () => Promise.all([page.waitForNavigation(), page.click('button[name=step] >> nth=0')]);
  await page.goto('/members/new');
  await page.fill('[name=username]', 'lin_wei');
  await page.fill('[name=name]', '林伟');
  await page.fill('[name=email]', 'lin@yunhe.example');
  await send();
  assert.match(await page.textContent('#wrongs'), /Role: Choose at least one role/);
  assert.equal(await page.inputValue('[name=name]'), '林伟', 'nothing typed is lost');
  await page.check('[name=roles][value=sales]');
  await send();
  await send();
  assert.match(await page.textContent('main'), /\/activate\?token=[0-9a-f]{64}/);

  await page.goto('/members?text=lin_wei');
  assert.doesNotMatch(await page.textContent('main'), /林伟/, 'masked');
  await page.click('main tbody a.eye >> nth=0');
  await page.fill('[name=reason]', 'calls back');
  await send();
  assert.match(await page.textContent('main'), /林伟/);

  await page.goto('/activity');
  const told = await page.textContent('main tbody');
  assert.match(told, /Member created/);
  assert.match(told, /Personal data shown/);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});
