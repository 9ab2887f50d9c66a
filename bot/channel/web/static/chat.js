// What the pages do when scripts run: leave at once, send the forms in the background, show what arrives.
// Every form works without it.
(() => {
  'use strict';
  const leave = document.getElementById('leave');
  const log = document.getElementById('log');

  // Leaving hides the page before anything else, tells the server in passing, and takes this page's place in the history.
  // The news of the hiding must not load the page anew on the way out.
  let news = null;
  let gone = false;
  const reload = () => { if (!gone) location.reload(); };
  const away = (to) => {
    gone = true;
    if (news) news.close();
    document.documentElement.classList.add('gone');
    document.title = '\u200b';
    location.replace(to || leave.dataset.to);
  };
  const hide = () => {
    fetch('/chat', { method: 'POST', keepalive: true, headers: { 'Chuyme-Live': '1' }, body: new URLSearchParams({ data: 'nav=hide' }) }).catch(() => {});
    away();
  };
  leave.addEventListener('submit', (e) => { e.preventDefault(); hide(); });
  let shifts = [];
  addEventListener('keydown', (e) => {
    if (e.repeat) return;
    shifts = e.key === 'Shift' ? [...shifts.filter((t) => e.timeStamp - t < 5000), e.timeStamp] : [];
    if (shifts.length >= 3) hide();
  });
  addEventListener('pageshow', (e) => { if (e.persisted) location.reload(); });
  if (!log) return;

  const ask = document.getElementById('ask');
  const tell = document.getElementById('tell');
  const notice = document.getElementById('notice');
  const say = (text) => { notice.textContent = text; notice.hidden = !text; };

  // show puts a part of the page, drawn by the server, in place: new messages are added, changed ones replaced.
  const show = (html) => {
    if (gone) return;
    const drawn = new DOMParser().parseFromString(html, 'text/html');
    const part = drawn.querySelector('[data-part=log]');
    for (const message of [...part.children]) {
      const old = document.getElementById(message.id);
      if (old) old.replaceWith(message); else log.append(message);
    }
    log.dataset.last = part.dataset.last;
    tell.elements.once.value = part.dataset.once;
    const inside = ask.contains(document.activeElement);
    const pressed = inside && document.activeElement.value;
    ask.replaceChildren(...drawn.querySelector('[data-part=ask]').childNodes);
    if (inside) (ask.querySelector(`button[value="${CSS.escape(pressed)}"]`) || ask.querySelector('button') || tell.elements.text).focus({ preventScroll: true });
    (ask.querySelector('.row:last-child') || log.lastElementChild)?.scrollIntoView({ block: 'nearest' });
  };

  const send = async (form, body) => {
    body.set('after', log.dataset.last);
    const answer = await fetch('/chat', { method: 'POST', headers: { 'Chuyme-Live': '1' }, body });
    const to = answer.headers.get('Chuyme-Leave');
    if (to) return away(to);
    if (answer.headers.get('Chuyme-Reset')) return reload();
    const text = await answer.text();
    if (!answer.ok) return say(text);
    say('');
    if (form === tell) form.reset();
    show(text);
  };
  let line = Promise.resolve(); // one at a time, in order
  addEventListener('submit', (e) => {
    if (e.target === leave) return;
    e.preventDefault();
    if (e.submitter?.value === 'nav=hide') return hide();
    const form = e.target;
    const body = new FormData(form, e.submitter);
    line = line.then(() => send(form, body)).catch(() => say(notice.dataset.offline));
  });

  news = new EventSource('/chat/events?after=' + encodeURIComponent(log.dataset.last));
  news.addEventListener('news', (e) => show(e.data));
  news.addEventListener('reset', () => { line = line.then(reload); }); // what is being sent may be the word that leaves
})();
