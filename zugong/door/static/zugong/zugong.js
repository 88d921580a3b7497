/* What the pages need beyond htmx and Bootstrap. The attributes are explained in docs/look.md. */
(function () {
  'use strict';
  var root = document.documentElement;
  function on(name, act, capture) { document.addEventListener(name, act, capture); }
  function all(query, within) { return Array.from((within || document).querySelectorAll(query)); }
  function near(event, query) { return event.target.closest ? event.target.closest(query) : null; }
  function store(area, key, value) { // undefined reads, null removes; a closed storage is no fault
    var act = value === undefined ? 'getItem' : value === null ? 'removeItem' : 'setItem';
    try { return window[area][act](key, value); } catch (refused) { return null; }
  }
  /* toast */
  var timer;
  function fade() { clearTimeout(timer); timer = setTimeout(function () { var box = document.getElementById('toast'); if (box) box.textContent = ''; }, 6000); }
  function toast(text, drawing) {
    var box = document.getElementById('toast'), inner = document.createElement('div'), drawn = document.querySelector('svg.zi use');
    if (!box || !text) return;
    inner.className = 'zg-toast'; inner.textContent = text;
    if (drawn) {
      inner.insertAdjacentHTML('afterbegin', '<svg class="zi" aria-hidden="true"><use></use></svg>');
      inner.querySelector('use').setAttribute('href', drawn.getAttribute('href').split('#')[0] + '#' + (drawing || 'circle-check'));
    }
    box.replaceChildren(inner); fade();
  }
  function said(event) { var d = event.detail || {}; toast(d.text || d.value || d.trim && d); }
  on('zg:toast', said);
  on('zg:recorded', function (event) {
    all('.offcanvas.show').forEach(function (sheet) {
      all('form', sheet).forEach(function (form) { form.reset(); roll(form); });
      bootstrap.Offcanvas.getOrCreateInstance(sheet).hide();
    });
    said(event);
  });
  /* theme, print, copy */
  function pressed() { all('[data-zg-theme]').forEach(function (b) { b.setAttribute('aria-pressed', root.dataset.bsTheme === 'dark'); }); }
  function copy(button) {
    var text = document.getElementById(button.dataset.zgCopy).textContent.trim().replace(/\s+/g, ' ');
    function old() { // http: no navigator.clipboard; the area stands beside the button, so that an open sheet keeps its focus
      var area = document.createElement('textarea');
      area.value = text; area.className = 'visually-hidden'; area.readOnly = true;
      button.parentNode.appendChild(area); area.select();
      toast(document.execCommand('copy') ? '已复制' : '没能复制，请手动选择文字');
      area.remove(); button.focus();
    }
    if (navigator.clipboard && window.isSecureContext) navigator.clipboard.writeText(text).then(function () { toast('已复制'); }, old); else old();
  }
  on('click', function (event) {
    var button = near(event, '[data-zg-theme],[data-zg-print],[data-zg-copy]'), act = button ? button.dataset : {};
    if ('zgTheme' in act) {
      root.dataset.bsTheme = root.dataset.bsTheme === 'dark' ? 'light' : 'dark';
      store('localStorage', 'zg-theme', root.dataset.bsTheme); pressed();
    } else if ('zgPrint' in act) window.print(); else if ('zgCopy' in act) copy(button);
  });
  /* attendance roll: who is asked, who is here, why not */
  function roll(form) {
    var asks = all('[data-zg-circle]', form), rows = all('[data-zg-circles]', form), here = 0, due = 0;
    var wanted = asks.filter(function (i) { return i.checked; }).map(function (i) { return i.dataset.zgCircle; }).join(' ').split(/\s+/);
    rows.forEach(function (row) {
      var asked = !asks.length || row.dataset.zgCircles.split(/\s+/).some(function (circle) { return circle && wanted.includes(circle); });
      row.hidden = !asked;
      all('input,select,textarea', row).forEach(function (field) { field.disabled = !asked; });
      if (asked) { due += 1; if (row.querySelector('[type=checkbox]:checked')) here += 1; }
    });
    all('[data-zg-absent]', form).forEach(function (box) {
      var reason = document.getElementById(box.dataset.zgAbsent);
      reason.hidden = box.checked; reason.disabled = box.checked || box.disabled;
    });
    if (rows.length) all('[data-zg-present-count]', form).forEach(function (place) { place.textContent = '实到 ' + here + ' / 应到 ' + due; });
  }
  /* what belongs to a kind shows while it is picked; it unfolds when something of it must be filled */
  function kinds(form) {
    var picked = all('[name=pick]:checked', form).map(function (i) { return i.value.split(':')[0]; });
    all('[data-zg-kind]', form).forEach(function (part) {
      part.hidden = !part.dataset.zgKind.split(' ').some(function (kind) { return picked.includes(kind); });
      if (!part.hidden && 'zgNeeded' in part.dataset) part.closest('details').open = true;
    });
  }
  /* unsaved text survives until the answer is good */
  function kept(form, saving) {
    var key = 'zg-keep:' + form.dataset.zgKeep, held = saving ? {} : JSON.parse(store('sessionStorage', key) || '{}');
    Array.from(form.elements).forEach(function (field, i) {
      var name = field.name || field.dataset.zgAbsent; // who is away has no name of its own
      if (!name || 'zgUnkept' in field.dataset || /^(hidden|password|file|submit|button|fieldset)$/.test(field.type)) return;
      var what = /^(checkbox|radio)$/.test(field.type) ? 'checked' : 'value', id = name + (what === 'checked' ? '=' + field.value : '#' + i);
      if (saving) held[id] = field[what]; else if (id in held) field[what] = held[id];
    });
    if (saving) store('sessionStorage', key, JSON.stringify(held));
  }
  on('input', function (event) { var form = event.target.form; if (form) { roll(form); kinds(form); if (form.dataset.zgKeep) kept(form, true); } });
  /* one answer per submit; never for GET */
  function hold(from, button) { from.dataset.zgBusy = ''; if (button && !button.hasAttribute('aria-disabled')) { button.dataset.zgHeld = ''; button.setAttribute('aria-disabled', 'true'); } }
  function release(within) {
    all('[data-zg-held]', within).concat(within).forEach(function (e) { if (e.dataset && 'zgHeld' in e.dataset) { e.removeAttribute('aria-disabled'); delete e.dataset.zgHeld; } });
    all('[data-zg-busy]', within).concat(within).forEach(function (e) { if (e.dataset) delete e.dataset.zgBusy; });
  }
  function guard(event) { if (event.type === 'click' ? near(event, '[aria-disabled=true]') : 'zgBusy' in event.target.dataset) { event.preventDefault(); event.stopImmediatePropagation(); } }
  on('click', guard, true); on('submit', guard, true);
  on('submit', function (event) {
    var form = event.target; // htmx has prevented its own submits; they are held below
    if (!event.defaultPrevented && /post/i.test(form.getAttribute('method'))) { sent(form); store('sessionStorage', 'zg-sent', form.dataset.zgKeep || null); hold(form, event.submitter || form.querySelector('[type=submit]')); }
  });
  on('htmx:beforeRequest', function (event) {
    var ask = event.detail.requestConfig, from = event.detail.elt;
    if (ask.verb !== 'get') { sent(from); hold(from, from.tagName === 'FORM' ? (ask.triggeringEvent || {}).submitter || from.querySelector('[type=submit]') : from); }
  });
  on('htmx:afterRequest', function (event) {
    var from = event.detail.elt, good = event.detail.successful && event.detail.requestConfig.verb !== 'get';
    release(from);
    if (good && from.dataset.zgKeep) store('sessionStorage', 'zg-keep:' + from.dataset.zgKeep, null);
  });
  /* an answer that did not come, or is none: say so, keep what was typed */
  function unsaved(event, why) { toast(why + (event.detail.requestConfig.verb === 'get' ? '，请稍后再试' : '，没有保存。内容还在，请稍后再保存'), 'alert-triangle'); }
  on('htmx:sendError', function (event) { unsaved(event, '没有连上'); });
  on('htmx:timeout', function (event) { unsaved(event, '没有连上'); });
  on('htmx:responseError', function (event) { unsaved(event, event.detail.xhr.status === 403 ? '没有权限或登录已过期' : '系统出错'); });
  on('htmx:beforeOnLoad', function (event) { // signed out meanwhile: what came is the entrance, not an answer
    var at = event.detail.xhr.responseURL || '';
    if (at.indexOf('/accounts/login/') < 0) return;
    event.preventDefault(); location.assign(at.split('?')[0] + '?idle=1&next=' + encodeURIComponent(location.pathname));
  });
  /* a form that was sent: kept text goes when the next page is not that form again; going back to it brings the same one-time key */
  function sent(form) {
    var key = form.querySelector && form.querySelector('input[type=hidden][name=key]');
    if (key) history.replaceState(Object.assign({}, history.state, { zgKey: key.value }), '');
  }
  function sentBefore() {
    var key = store('sessionStorage', 'zg-sent'), again = (history.state || {}).zgKey;
    if (again) all('input[type=hidden][name=key]').forEach(function (field) {
      field.value = again;
      if ((store('sessionStorage', 'zg-filed') || '').indexOf(again) >= 0) toast('这张表已经保存过。要另记一次，请重新点“记一次活动”', 'info-circle');
    });
    if (!key || location.pathname.indexOf('/accounts/') === 0) return;
    if (!all('form').some(function (form) { return form.dataset.zgKeep === key; })) store('sessionStorage', 'zg-keep:' + key, null);
    store('sessionStorage', 'zg-sent', null);
  }
  window.addEventListener('pageshow', function (event) { if (event.persisted) release(document); });
  /* search: a dialog over the page; without script the field in the header leads to the same results */
  var find = document.getElementById('zg-find'), sought = find && find.showModal && find.querySelector('[role=combobox]'), asked = '', cameFrom, waiting, pause;
  if (!sought) find = null; // a page without a header, or a browser that knows no dialog
  function openFind() {
    if (find.open || document.querySelector('.offcanvas.show')) return; // an open sheet keeps its focus
    cameFrom = document.activeElement; find.showModal(); sought.focus();
  }
  function options() { return all('[role=option]', find); }
  function choose(option) {
    options().forEach(function (each) { each.setAttribute('aria-selected', each === option ? 'true' : 'false'); });
    if (option) { sought.setAttribute('aria-activedescendant', option.id); option.scrollIntoView({ block: 'nearest' }); } else sought.removeAttribute('aria-activedescendant');
  }
  function chosen() { return options().find(function (each) { return each.getAttribute('aria-selected') === 'true'; }); }
  function say(text) { find.querySelector('[role=status]').textContent = text; }
  function show(answer) { // the list below the field
    var box = document.getElementById('zg-found');
    box.innerHTML = answer; box.scrollTop = 0;
    var list = box.querySelector('[role=listbox]'), words = box.querySelector('[data-zg-said]');
    say(words ? words.dataset.zgSaid : '');
    sought.setAttribute('aria-expanded', list ? 'true' : 'false');
    if (list) sought.setAttribute('aria-controls', list.id); else sought.removeAttribute('aria-controls');
    choose(null);
  }
  function stopAsking() { clearTimeout(pause); if (waiting) waiting.abort(); waiting = null; }
  function numberLike(text, least) { return new RegExp('^\\d{' + least + ',}[xX]?$').test((text || '').normalize('NFKC').replace(/[\s·-]/g, '')); }
  on('htmx:configRequest', function (event) { if (event.detail.verb === 'get' && Array.from(event.detail.formData.values()).some(function (value) { return numberLike(String(value), 15); })) event.preventDefault(); });
  function ask() { // what may become an identity number stands in no address
    var mine = waiting = new AbortController(), posted = numberLike(asked, 7), how = { headers: { 'HX-Request': 'true' }, signal: mine.signal };
    if (posted) { how.method = 'POST'; how.body = new FormData(sought.form); }
    fetch(sought.form.action + (posted ? '' : '?q=' + encodeURIComponent(asked)), how).then(function (answer) {
      if (answer.url.indexOf('/accounts/login/') >= 0) location.assign('/accounts/login/?idle=1&next=' + encodeURIComponent(location.pathname));
      else if (!answer.ok) say('没有权限或系统出错，请稍后再试');
      else return answer.text().then(function (text) { if (waiting === mine) show(text); });
    }).catch(function () { if (waiting === mine) say('没有连上，请稍后再试'); });
  }
  function typed(event) { // half-written pinyin of an input method is not asked for; an older answer is not waited for
    if (event.type === 'input' && event.isComposing || sought.value.trim() === asked) return;
    asked = sought.value.trim(); stopAsking(); pause = setTimeout(ask, 200);
  }
  if (find) {
    sought.addEventListener('input', typed); sought.addEventListener('compositionend', typed);
    find.addEventListener('keydown', function (event) {
      var list = options(), at = list.indexOf(chosen()), close = find.querySelector('[data-zg-close]');
      if (event.isComposing || event.keyCode === 229) return;
      if (event.key === 'Tab') { event.preventDefault(); (document.activeElement === sought ? close : sought).focus(); }
      if (event.target !== sought) return;
      if (event.key === 'ArrowDown' || event.key === 'ArrowUp') { event.preventDefault(); choose(event.key === 'ArrowDown' ? list[at + 1] || list[0] : list[at - 1] || list[list.length - 1]); }
      if (event.key === 'Enter' && at >= 0) { event.preventDefault(); list[at].click(); }
    });
    find.addEventListener('click', function (event) { if (event.target === find || near(event, '[data-zg-close]')) find.close(); });
    find.addEventListener('close', function () {
      stopAsking(); sought.value = asked = ''; show('');
      if (cameFrom && cameFrom.focus) cameFrom.focus();
    });
    all('[data-zg-search]').forEach(function (door) { door.addEventListener('click', function (event) { if (!event.ctrlKey && !event.metaKey) { event.preventDefault(); openFind(); } }); });
    window.addEventListener('pageshow', function (event) { if (event.persisted && find.open) find.close(); });
    on('submit', function (event) { // typed into a list's own field, a number is looked for here instead
      var typed = /get/i.test(event.target.method) && all('input[type=search],input[type=text]', event.target).find(function (field) { return numberLike(field.value, 15); });
      if (!typed) return;
      event.preventDefault(); event.stopImmediatePropagation(); openFind();
      sought.value = typed.value; typed.value = ''; sought.dispatchEvent(new Event('input'));
    }, true);
  }
  /* keys: Ctrl+K and /, arrows in the year table */
  function column(cell) { for (var n = 0; (cell = cell.previousElementSibling);) n += cell.colSpan; return n; }
  function beside(cell, key) {
    var back = /Left|Up/.test(key), row = cell.parentNode, at = column(cell), line = Array.from(row.cells);
    if (/Up|Down/.test(key)) line = all('tr', row.closest('table')).map(function (r) {
      return r === row ? cell : Array.from(r.cells).find(function (c) { var from = column(c); return from <= at && at < from + c.colSpan; });
    });
    line = back ? line.slice(0, line.indexOf(cell)).reverse() : line.slice(line.indexOf(cell) + 1);
    return line.map(function (c) { return c && c.querySelector('a,button'); }).find(Boolean);
  }
  on('keydown', function (event) {
    var cell = near(event, '.zg-matrix :is(td,th)'), held = event.ctrlKey || event.metaKey || event.altKey, key = event.key || ''; // autofill sends keys without a name
    if (find && ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && key.toLowerCase() === 'k' || key === '/' && !held && !near(event, 'input,select,textarea'))) { event.preventDefault(); openFind(); }
    if (key === ' ' && near(event, 'a[role=button]')) { event.preventDefault(); event.target.click(); }
    var to = cell && !held && /^Arrow/.test(key) && beside(cell, key);
    if (to) { event.preventDefault(); to.focus(); }
  });
  /* whatever has just arrived */
  function arrive(within) {
    all('[data-zg-kept-clear]').forEach(function (e) { // the key itself and what begins with key:
      var key = 'zg-keep:' + e.dataset.zgKeptClear, held = [];
      try { held = Object.keys(sessionStorage); } catch (refused) { /* storage switched off */ }
      held.forEach(function (each) { if (each === key || each.indexOf(key + ':') === 0) store('sessionStorage', each, null); });
      store('sessionStorage', 'zg-filed', location.pathname);
    });
    all('form', within).forEach(function (form) { if (form.dataset.zgKeep) kept(form); roll(form); kinds(form); });
    pressed();
    if (document.querySelector('#toast .zg-toast')) fade();
  }
  on('htmx:afterSettle', function (event) { arrive(event.detail.elt.parentNode || document); });
  sentBefore(); arrive(document);
})();
