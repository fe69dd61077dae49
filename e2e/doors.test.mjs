// The doors in a real browser: a passkey of a virtual authenticator, and the pages around second factors.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { authenticator, member, named, open, openPortal, overflows, send, signIn, totp, violations, visitor } from './house.mjs';

let house;
before(async () => { house = await open(); });
after(async () => { await house?.close(); });

test('a passkey is registered and signs in', async () => {
  const page = await member(named(house), 'finance', { locale: 'en-US' });
  await authenticator(page);
  await page.goto('/profile/passkeys');
  await page.fill('section.facts [name=name]', 'my laptop');
  await Promise.all([page.waitForNavigation(), page.click('section.facts form button')]);
  await Promise.all([page.waitForURL('**/profile/passkeys'), page.click('form[data-passkey] button')]);
  assert.equal(await page.locator('.codes code').count(), 10); // for the day the device is lost
  await page.goto('/profile/passkeys');
  assert.equal(await page.inputValue('td [name=name]'), 'my laptop');
  await Promise.all([page.waitForNavigation(), page.click('form[action="/logout"] button')]);
  await Promise.all([page.waitForNavigation(), page.click('form[action="/login/passkey-challenges"] button')]);
  assert.deepEqual(await violations(page), []);
  await Promise.all([page.waitForURL((url) => url.pathname === '/'), page.click('form[data-passkey] button')]);
  assert.match(await page.textContent('.reader'), /finance/);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('the pages of the doors are accessible', async () => {
  for (const look of [{ locale: 'zh-CN', width: 1360 }, { locale: 'en-US', colorScheme: 'dark', width: 500 }]) {
    const page = await member(named(house), 'admin', look);
    for (const path of ['/profile', '/profile/password', '/profile/second-factor', '/profile/passkeys', '/tokens', '/tokens/members', '/organization/security']) {
      assert.equal((await page.goto(path)).status(), 200, path);
      assert.deepEqual(await violations(page), [], `${path} ${look.locale}`);
      assert.ok(!(await overflows(page)), `${path} is wider than the window`);
    }
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  }
});

// One portal, one master; each language is one journey after the other.
test('with an app: first password, enrolment, sign-in, step-up, and a member who is disabled while he works', async () => {
  const portal = await openPortal('acme');
  try {
    const words = {
      'en-US': { enrol: /asks for a second factor/, confirm: 'Confirm that it is you', member: 'lena-stone' },
      'zh-CN': { enrol: /要求第二重验证/, confirm: '身份验证', member: 'li-na' },
    };
    const PASSWORD = 'a quiet river bends';
    let codes = [];
    let key = '';
    for (const [locale, word] of Object.entries(words)) {
      const page = await visitor(portal, { locale });
      if (!key) {
        await page.goto(`/activate?token=${portal.token}`);
        await page.fill('[name=password]', PASSWORD);
        await page.fill('[name=repeated]', PASSWORD);
        await send(page, 'main form button');
        await signIn(page, 'master', 'acme', PASSWORD);
        assert.match(page.url(), /second-factor/); // nothing else opens
        assert.match(await page.textContent('main'), word.enrol);
        assert.deepEqual(await violations(page), []);
        key = await page.textContent('code.key');
        await page.fill('[name=code]', totp(key));
        await send(page, 'main form button.main');
        codes = await page.locator('.codes code').allTextContents();
        assert.equal(codes.length, 10);
        await send(page, 'form[action="/logout"] button');
      }
      await signIn(page, 'master', 'acme', PASSWORD);
      assert.match(page.url(), /second-factor/);
      assert.deepEqual(await violations(page), []);
      await page.fill('[name=code]', '000000');
      await send(page, 'main form button.main');
      assert.ok(await page.isVisible('[role=alert]'));
      // The code of the next half minute is taken a little early; codes are good once, so the second journey uses a recovery code.
      await page.fill('[name=code]', locale === 'en-US' ? totp(key, 30) : codes[0]);
      await send(page, 'main form button.main');
      assert.match(await page.textContent('.reader'), /master/);

      await page.goto('/organization/security');
      assert.deepEqual(await violations(page), []);
      await page.check(`[name=policy][value=${locale === 'en-US' ? 'off' : 'privileged'}]`);
      await send(page, 'form.sheet button.main');
      assert.equal(await page.textContent('h1'), word.confirm);
      assert.deepEqual(await violations(page), []);
      await page.fill('[name=step-up-code]', codes[locale === 'en-US' ? 1 : 2]);
      await send(page, 'main form button.main');
      assert.match(page.url(), /organization\/security/);
      assert.ok(await page.isVisible('.flash.done'));

      await page.goto('/members/new');
      await page.fill('[name=username]', word.member);
      await page.fill('[name=name]', 'Name');
      await page.fill('[name=email]', `${word.member}@acme.example`);
      await page.check('[name=roles][value=auditor]');
      await send(page, 'form.sheet button.main'); // the check asks for a proof of another kind
      if (await page.locator('[name=step-up-code]').count()) {
        await page.fill('[name=step-up-code]', codes[locale === 'en-US' ? 3 : 4]);
        await send(page, 'main form button.main');
      }
      await send(page, 'form.sheet button.main');
      const link = await page.getAttribute('button.copy', 'data-copy');
      const colleague = await visitor(portal, { locale });
      await colleague.goto(link.replace(/^https?:\/\/[^/]+/, ''));
      await colleague.fill('[name=password]', 'another quiet river');
      await colleague.fill('[name=repeated]', 'another quiet river');
      await send(colleague, 'main form button');
      await signIn(colleague, word.member, 'acme', 'another quiet river');
      assert.equal((await colleague.goto('/customers')).status(), 200);

      await page.goto(`/members?text=${word.member}`);
      await send(page, 'tbody td a');
      await send(page, '.actions a[href$="/disable"]');
      await page.fill('[name=reason]', 'left');
      await send(page, 'form.sheet button.main');
      assert.ok(await page.isVisible('.flash.done'));
      await colleague.goto('/customers');
      assert.match(colleague.url(), /\/login/); // out at the next request
      assert.deepEqual(page.complaints, []);
      assert.deepEqual(colleague.complaints, []);
      await page.context().close();
      await colleague.context().close();
    }
  } finally {
    await portal.close();
  }
});
