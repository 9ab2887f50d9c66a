package main

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/redis/go-redis/v9"

	"github.com/chuyme/chuyme/internal/servertest"
)

// Chats of the canary's people; their numbers are long enough to be found nowhere by chance.
const (
	canaryChild   = 7731100201
	canaryParent  = 7731100202
	canaryOfficer = 7731100101
)

// marks are what must be found nowhere, by what it is.
type marks map[string]string

func (m marks) person(chat int64) {
	m[fmt.Sprintf("the chat id of %d", chat)] = fmt.Sprint(chat)
	m[fmt.Sprintf("the name of %d", chat)] = fmt.Sprintf("Name%d", chat)
	m[fmt.Sprintf("the surname of %d", chat)] = fmt.Sprintf("Surname%d", chat)
	m[fmt.Sprintf("the username of %d", chat)] = fmt.Sprintf("user_%d", chat)
}

// in reports every mark that stands in a content.
func (m marks) in(t testing.TB, where string, content []byte) {
	t.Helper()
	for _, what := range m.found(content) {
		t.Errorf("%s stands in %s", what, where)
	}
}

// found looks for every mark in a content: as it is, as JSON in ASCII, in hexadecimal.
func (m marks) found(content []byte) (all []string) {
	for what, mark := range m {
		for _, form := range [][]byte{[]byte(mark), []byte(ascii(mark)), []byte(hex.EncodeToString([]byte(mark)))} {
			if bytes.Contains(content, form) {
				all = append(all, what)
				break
			}
		}
	}
	return all
}

// TestMarksAreFound: a search that finds nothing anywhere would let everything pass.
func TestMarksAreFound(t *testing.T) {
	m := marks{"words": "птиче", "a number": "7731100201"}
	for content, want := range map[string]int{
		"нищо": 0, `{"text":"едно птиче"}`: 1, `{"text":"\u043f\u0442\u0438\u0447\u0435"}`: 1,
		"\\xd0bfd182d0b8d187d0b5": 1, "chat 7731100201: птиче": 2, "chat 773110020": 0,
	} {
		if got := m.found([]byte(content)); len(got) != want {
			t.Errorf("in %q: found %q, want %d", content, got, want)
		}
	}
}

// ascii is a text as JSON writes it with nothing but ASCII.
func ascii(text string) string {
	var b strings.Builder
	for _, r := range text {
		if r < 0x80 {
			b.WriteRune(r)
		} else {
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	return b.String()
}

// TestCanary walks through everything that the program does with marked words, names, numbers and tokens, and then
// looks for the marks wherever they could lie or leave: promise 4.
func TestCanary(t *testing.T) {
	t.Run("sqlite-embedded", func(t *testing.T) {
		t.Parallel()
		flyCanary(t, "", "")
	})
	t.Run("sqlite-redis", func(t *testing.T) {
		t.Parallel()
		flyCanary(t, "", servertest.Redis(t))
	})
	t.Run("postgres-redis", func(t *testing.T) {
		t.Parallel()
		flyCanary(t, servertest.Postgres(t), servertest.Redis(t))
	})
}

func flyCanary(t *testing.T, databaseURL, redisURL string) {
	system := newUnitSystem(t)
	settings := append(system.settings(), webhookMode()...)
	settings = append(settings, "CHUYME_DATABASE_URL="+databaseURL, "CHUYME_REDIS_URL="+redisURL, "CHUYME_LOG=debug", "CHUYME_WEBHOOK_SECRETS=school="+portalSecret)
	p := runningProgram(t, settings...)
	m := marks{"the bot's token": p.tg.Token, "the webhook's secret": hookSecret, "the unit's secret": unitSecret, "the portal's secret": portalSecret}
	m.person(canaryChild)
	m.person(canaryParent)
	m.person(canaryOfficer)

	officer := p.joins("ozd-karnobat", "o-1", "duty", canaryOfficer)
	ref := canaryChildTells(p, m)
	canaryOthersTell(p, m)
	officer.sees("the alert", anAlert())
	for _, said := range p.tg.Sent(officer.chat) {
		m.in(t, "what officers see before they ask", []byte(said.Text))
	}

	canaryOfficerActs(p, m, officer, ref)
	p.tg.Until("the unit's system to hear of the case", func() bool { return len(system.taken()) > 1 })
	for _, h := range system.taken() {
		m.in(t, "a webhook to the unit's system", []byte(h.ID+h.Body))
	}
	_, metrics := p.get("/metrics")
	m.in(t, "/metrics", []byte(metrics))
	searchHouse(t, p, m, ref, databaseURL, redisURL)
	p.stop()
	searchHouse(t, p, m, ref, databaseURL, redisURL)
}

// canaryChildTells walks a child's way on Telegram with words, an edit, a file, a contact and a point on the map.
func canaryChildTells(p *program, m marks) (ref string) {
	child := p.person(canaryChild)
	m["what a child told"], m["what a child told before it was edited"] = "синьокрилоптиче", "жълтокрилоптиче"
	m["the words below a file"], m["the content of a file"] = "червенокрилоптиче", "the bytes of the canary's file"
	m["the name of a file"], m["a telephone number of a contact"] = "canary-file-name.pdf", "359888417263"
	m["a point on the map"] = "42.654817"
	child.begins()
	child.inDanger()
	child.tg.Press(child.chat, "kind=physical")
	child.sees("that the choice can be ended", offering("nav=done"))
	child.press("nav=done", saying("Разкажи"))
	from := child.heard()
	id := child.tg.Say(child.chat, "Тук има "+m["what a child told before it was edited"])
	child.await("the first words are kept", from, offering("nav=done"))
	child.does("edits", func() { child.tg.Edit(child.chat, id, "Тук има "+m["what a child told"]) }, saying("промяната"))
	child.does("sends a file", func() {
		child.tg.Message(child.chat, map[string]any{"caption": m["the words below a file"], "document": map[string]any{
			"file_id": child.tg.Keep([]byte(m["the content of a file"])), "file_size": 30, "file_name": m["the name of a file"], "mime_type": "application/pdf"}})
	}, offering("nav=done"))
	child.does("sends a contact", func() { child.tg.Contact(child.chat, "+"+m["a telephone number of a contact"]) }, saying("не мога да го прочета"))
	child.press("nav=done", pressable("province="))
	child.does("sends a point", func() { child.tg.Location(child.chat, 42.654817, 26.981355) }, offering("nav=send"))
	code := child.sends()
	m["a code as it is shown"], m["a code"] = code, strings.ReplaceAll(code, " ", "")
	child.say(code, saying("Да, това е кодът"))
	return p.cases()[0].Ref
}

// canaryOthersTell lets a parent leave a number on Telegram, and others write in the web chat and through a portal.
func canaryOthersTell(p *program, m marks) {
	m["what a parent told"], m["a parent's number"] = "зеленокрилоптиче", "0887305914"
	m["what was told on the page"], m["a conversation of the portal"], m["what was told through the portal"] = "сивокрилоптиче", "canary-conversation", "белокрилоптиче"
	parent := p.person(canaryParent)
	parent.say("/start", offering("role=parent"))
	parent.press("role=parent", offering("danger=today"))
	parent.say("Синът ми е "+m["what a parent told"]+", бият го в училище в Карнобат.", offering("nav=skip"))
	parent.skipsTo("contact=phone")
	parent.press("contact=phone", saying("Напишете номера"))
	parent.say(m["a parent's number"], offering("nav=send"))
	parent.sends()

	page := newBrowser(p.t, p.base)
	page.open()
	page.post(url.Values{"data": {"role=child"}})
	page.post(url.Values{"text": {"татко ме бие сега " + m["what was told on the page"]}})
	at, err := url.Parse(p.base)
	if err != nil {
		p.t.Fatal(err)
	}
	for _, c := range page.http.Jar.Cookies(at) {
		m["the cookie "+c.Name] = c.Value
	}

	school := newPortal(p.t, p.base)
	body, err := json.Marshal(map[string]string{"conversation": m["a conversation of the portal"], "lang": "bg", "text": "помощ, удря ме " + m["what was told through the portal"]})
	if err != nil {
		p.t.Fatal(err)
	}
	if status, _, raw := school.post("canary-1", string(body)); status != 200 {
		p.t.Fatalf("the portal's message: %d %s", status, raw)
	}
}

// canaryOfficerActs lets the officer see, take, answer and note.
func canaryOfficerActs(p *program, m marks, officer *person, ref string) {
	m["an officer's answer"], m["an officer's note"] = "чернокрилоптиче", "пъстрокрилоптиче"
	officer.press("case=view:"+ref, saying(m["what a child told"], m["the words below a file"]))
	officer.tg.Press(officer.chat, "case=ack:"+ref)
	officer.sees("that they have it", saying("Поехте го Вие", ref))
	officer.press("case=reply:"+ref, saying("Напишете отговора"))
	officer.say(m["an officer's answer"], saying("Изпратено до подателя"))
	officer.press("case=note:"+ref, saying("Напишете бележка"))
	officer.say(m["an officer's note"], saying("записана"))
	p.person(canaryChild).sees("the answer", saying(m["an officer's answer"]))
}

// searchHouse looks into everything that the program keeps or writes. The reference of the case is what shows that it
// looks where something is.
func searchHouse(t *testing.T, p *program, m marks, ref, databaseURL, redisURL string) {
	t.Helper()
	m.in(t, "the log", []byte(p.log.String()))
	m.in(t, "standard output", []byte(p.out.String()))
	found := searchFiles(t, p.dir, m, ref)
	if databaseURL != "" {
		found = searchPostgres(t, databaseURL, m, ref)
	}
	if !found {
		t.Error("the case itself was not found: the search does not see the register")
	}
	if redisURL != "" {
		searchRedis(t, redisURL, m)
	}
}

func searchFiles(t *testing.T, dir string, m marks, ref string) (found bool) {
	t.Helper()
	err := filepath.WalkDir(dir, func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		content, err := os.ReadFile(name)
		if os.IsNotExist(err) {
			return nil // a journal that was there a moment ago
		}
		m.in(t, "the file "+filepath.Base(name), content)
		found = found || bytes.Contains(content, []byte(ref))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func searchPostgres(t *testing.T, at string, m marks, ref string) (found bool) {
	t.Helper()
	db, err := sql.Open("pgx", at)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, table := range column(t, db, `select quote_ident(table_name) from information_schema.tables where table_schema = 'public'`) {
		for _, row := range column(t, db, `select t::text from `+table+` t`) {
			m.in(t, "the table "+table, []byte(row))
			found = found || strings.Contains(row, ref)
		}
	}
	return found
}

func column(t *testing.T, db *sql.DB, query string) (values []string) {
	t.Helper()
	rows, err := db.Query(query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var v string
		if err := rows.Scan(&v); err != nil {
			t.Fatal(err)
		}
		values = append(values, v)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return values
}

func searchRedis(t *testing.T, at string, m marks) {
	t.Helper()
	opts, err := redis.ParseURL(at)
	if err != nil {
		t.Fatal(err)
	}
	client := redis.NewClient(opts)
	defer client.Close()
	ctx, n := context.Background(), 0
	for keys := client.Scan(ctx, 0, "*", 1000).Iterator(); keys.Next(ctx); n++ {
		m.in(t, "a key of Redis", []byte(keys.Val()))
		value, err := client.Dump(ctx, keys.Val()).Result()
		if err != nil && err != redis.Nil {
			t.Fatal(err)
		}
		m.in(t, "a value of Redis", []byte(value))
	}
	if n == 0 {
		t.Error("Redis holds nothing: the search does not see the sessions")
	}
}
