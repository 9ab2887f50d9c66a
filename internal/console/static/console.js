// Shows at once what arrives: when the server says that something changed, the page asks for itself and puts the
// changed parts in place. What an officer is writing is never touched. Everything works without it.
(() => {
  'use strict';
  for (const form of document.forms) {
    form.addEventListener('submit', () => {
      if (form.action.includes('/files/')) return; // a file that is handed out leaves the page as it is
      setTimeout(() => { for (const b of form.querySelectorAll('button')) b.disabled = true; });
    });
  }
  addEventListener('pageshow', (e) => { if (e.persisted) location.reload(); });
  for (const voice of document.querySelectorAll('[data-changed]')) {
    // Slower and deeper, so that whoever is near does not know the voice. It gets its sound only once that is set.
    const change = () => {
      voice.preservesPitch = false;
      if (voice.playbackRate !== 0.8) voice.playbackRate = 0.8;
    };
    voice.defaultPlaybackRate = 0.8;
    voice.addEventListener('ratechange', change);
    voice.addEventListener('loadedmetadata', change);
    change();
    voice.src = voice.dataset.changed;
  }
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
