// Forms marked data-passkey ask the browser for a passkey and carry its answer.
const decode = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
const encode = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const ask = async (form) => {
  const { publicKey } = JSON.parse(form.dataset.options);
  publicKey.challenge = decode(publicKey.challenge);
  for (const known of publicKey.allowCredentials ?? publicKey.excludeCredentials) known.id = decode(known.id);
  const made = form.dataset.passkey === "make";
  if (made) publicKey.user.id = decode(publicKey.user.id);
  const { id, response } = await navigator.credentials[made ? "create" : "get"]({ publicKey });
  const told = { clientDataJSON: encode(response.clientDataJSON) };
  if (made) {
    told.authenticatorData = encode(response.getAuthenticatorData());
    told.publicKey = encode(response.getPublicKey());
    told.publicKeyAlgorithm = response.getPublicKeyAlgorithm();
  } else {
    told.authenticatorData = encode(response.authenticatorData);
    told.signature = encode(response.signature);
  }
  return JSON.stringify({ id, response: told });
};
for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential) continue;
  form.querySelector("button").disabled = false;
  form.addEventListener("submit", async (event) => {
    const field = form.querySelector("[data-answer]");
    if (field.value) return;
    event.preventDefault();
    try {
      field.value = await ask(form);
      form.requestSubmit();
    } catch {
      form.querySelector("[data-failed]").hidden = false;
    }
  });
}
