// Shows at once what arrives: when the server says that something changed, the page asks for itself and puts the
// changed parts in place. What an officer is writing is never touched. Everything works without it.
(() => {
  'use strict';
  for (const form of document.forms) {
    form.addEventListener('submit', () => {
      if (form.action.includes('/files/')) return; // a download leaves the page as it is
      setTimeout(() => { for (const b of form.querySelectorAll('button')) b.disabled = true; });
    });
  }
  addEventListener('pageshow', (e) => { if (e.persisted) location.reload(); });
  const followed = document.querySelector('[data-follow]');
  if (!followed) return;
  const refresh = async () => {
    const at = new URL(location.href);
    at.searchParams.delete('done');
    at.searchParams.set('live', '1');
    const answer = await fetch(at, { cache: 'no-store' });
    if (answer.status === 401 || answer.status === 404) return location.reload();
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    for (const part of document.querySelectorAll('[data-live]')) {
      const news = page.getElementById(part.id);
      if (news && news.innerHTML !== part.innerHTML) part.replaceChildren(...news.childNodes);
    }
  };
  let line = Promise.resolve();
  const again = () => { line = line.then(refresh).catch(() => {}); };
  new EventSource(followed.dataset.follow).addEventListener('changed', again);
})();
