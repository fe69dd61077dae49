// Company accounts in a real browser, against a certified OpenID provider on this machine.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import Provider from 'oidc-provider';
import { member, open, overflows, violations, visitor } from './house.mjs';

let house;
let provider;
before(async () => { house = await open(); provider = await provide(house.url); });
after(async () => { provider?.server.close(); provider?.server.closeAllConnections(); await house?.close(); });

// Signs in whoever says so, with any password: the account is the user name, its address that of the cast.
async function provide(portal) {
  const server = createServer();
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const client = {
    client_id: 'portal', client_secret: 'a-secret-of-thirty-two-characters', redirect_uris: [`${portal}/oidc/callback`],
    post_logout_redirect_uris: [`${portal}/login`], grant_types: ['authorization_code'], response_types: ['code'],
  };
  const configuration = {
    clients: [client],
    claims: { openid: ['sub'], email: ['email', 'email_verified'] },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, email: `${id.split('-')[0]}@yunhe.example`, email_verified: true }) }),
    cookies: { keys: ['a key of this test'] },
  };
  server.on('request', new Provider(issuer, configuration).callback());
  return { server, issuer, client };
}

// Types name and password at the provider and agrees to what the portal asks for.
async function signInThere(page, account) {
  await page.route(/^https:/, (route) => route.abort()); // the provider's pages ask for fonts of the Internet
  await page.waitForURL(`${provider.issuer}/**`);
  await page.fill('[name=login]', account);
  await page.fill('[name=password]', 'any');
  do {
    await Promise.all([page.waitForNavigation(), page.click('button[type=submit]')]);
  } while (page.url().startsWith(provider.issuer));
}

// The provider's pages are not ours; of what the browser says there only refusals of our policy count.
const complaints = (page) => page.complaints.filter((complaint) => /^script:|Content Security Policy/.test(complaint));

test('an admin sets the provider up and tests it', async () => {
  const page = await member(house, 'admin', { locale: 'en-US' });
  await page.goto('/organization/sign-in');
  assert.deepEqual(await violations(page), []);
  await page.fill('[name=issuer]', 'https://169.254.169.254');
  await page.fill('[name=client_id]', provider.client.client_id);
  await page.fill('[name=client_secret]', provider.client.client_secret);
  const save = () => Promise.all([page.waitForNavigation(), page.click('form[action="/organization/sign-in"] button')]);
  await save();
  assert.match(await page.textContent('#issuer-error'), /public host/);
  assert.deepEqual(await violations(page), []);
  await page.fill('[name=issuer]', provider.issuer);
  await page.fill('[name=client_secret]', provider.client.client_secret);
  await save();
  assert.match(await page.textContent('.flash'), /^Saved\./);
  await Promise.all([page.waitForNavigation(), page.click('form[action="/organization/sign-in/test"] button')]);
  assert.match(await page.textContent('#tested'), /^The provider answers/);
  assert.deepEqual(await violations(page), []);
  assert.deepEqual(complaints(page), []);
  await page.context().close();
});

for (const [locale, width, button, out, again] of [
  ['zh-CN', 1360, '使用企业账号登录', '同时退出企业账号', '该成员已关联其他企业账号'],
  ['en-US', 500, 'Sign in with your company account', 'Sign out of your company account too', 'This member signs in with another'],
]) {
  test(`a member signs in and out with a company account (${locale})`, async () => {
    const page = await visitor(house, { locale, width });
    await page.goto('/login?next=/customers');
    assert.deepEqual(await violations(page), []);
    await page.fill('[name=organization]', 'yunhe');
    await page.click(`button:has-text("${button}")`);
    await signInThere(page, 'finance');
    assert.equal(new URL(page.url()).pathname, '/customers');
    assert.match(await page.textContent('.reader'), /finance/);
    await page.evaluate(() => document.querySelector('form[action="/logout"] button').click());
    await page.waitForURL('**/login/oidc/yunhe/ended');
    assert.deepEqual(await violations(page), []);
    assert.ok(!(await overflows(page)), 'the page fits');
    await page.click(`a:has-text("${out}")`);
    await page.waitForURL(`${provider.issuer}/**`);
    await page.context().close();

    const other = await visitor(house, { locale, width });
    await other.goto('/login/oidc/yunhe');
    await signInThere(other, 'finance-two');
    assert.equal(new URL(other.url()).pathname, '/login');
    assert.ok((await other.textContent('.flash')).startsWith(again));
    assert.deepEqual(await violations(other), []);
    assert.deepEqual(complaints(page).concat(complaints(other)), []);
    await other.context().close();
  });
}
