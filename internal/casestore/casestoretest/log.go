package casestoretest

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chuyme/chuyme/internal/casestore"
	"github.com/chuyme/chuyme/internal/seal"
	"github.com/chuyme/chuyme/internal/signal"
)

func keysOf(t testing.TB, h *house) *seal.Keyset {
	t.Helper()
	return get(seal.OpenKeyset(filepath.Join(h.place.Dir, "master.key")))(t)
}

func reply(words string) func(tx *casestore.Tx) error {
	return func(tx *casestore.Tx) error {
		_, err := tx.Append(signal.Event{Kind: signal.EvReplied, Unit: ozd, Actor: ozd + "/o-1", Text: words})
		return err
	}
}

func logLook(t *testing.T, h *house) {
	opened, _ := h.file(t)
	h.change(t, opened.Ref, func(tx *casestore.Tx) error {
		_, err := tx.Append(signal.Event{Kind: signal.EvNoted, Unit: ozd, Actor: ozd + "/o-1", Text: "обадих се в училище", Data: map[string]string{"team": "yes"}})
		return err
	})
	for _, e := range get(h.Log(h.ctx, opened.Ref))(t) {
		if e.Text != "" || e.News != nil {
			t.Errorf("entry %s of the closed log is open", e.Kind)
		}
	}
	version := get(h.Case(h.ctx, opened.Ref))(t).Version
	d, log, err := h.Opened(h.ctx, opened.Ref, casestore.ByOfficer(ozd, "o-1"), "on duty")
	ok(t, err)
	equal(t, "said", d.Said[0].Text, "заключват го навън нощем")
	equal(t, "news of the first entry", log[0].News.Said[0].Text, "заключват го навън нощем")
	equal(t, "note", log[2].Text, "обадих се в училище")
	equal(t, "fact of the note", log[2].Data["team"], "yes")
	equal(t, "last entry", log[3].Kind, signal.EvLooked)
	equal(t, "version after a look", get(h.Case(h.ctx, opened.Ref))(t).Version, version)
	audit := get(h.AuditLog(h.ctx, opened.Ref, 0))(t)
	if len(audit) != 1 || audit[0].Action != "look" || audit[0].Actor != "ozd-troyan/o-1" || audit[0].Why != "on duty" {
		t.Errorf("audit: got %+v, want one look of ozd-troyan/o-1, on duty", audit)
	}
	if _, _, err := h.Opened(h.ctx, opened.Ref, "", "curious"); err == nil {
		t.Error("nobody was named and yet the case was opened")
	}
}

func logReplies(t *testing.T, h *house) {
	opened, _ := h.file(t)
	h.change(t, opened.Ref, reply("Прочетохме го."))
	h.change(t, opened.Ref, func(tx *casestore.Tx) error {
		_, err := tx.Append(signal.Event{Kind: signal.EvNoted, Unit: ozd, Actor: ozd + "/o-1", Text: "за колегите"})
		return err
	})
	h.change(t, opened.Ref, reply("Утре идва Н."))
	replies := get(h.Replies(h.ctx, opened.Ref))(t)
	if len(replies) != 2 || replies[0].Text != "Прочетохме го." || replies[1].Text != "Утре идва Н." {
		t.Errorf("replies: got %+v, want the two answers", replies)
	}
	equal(t, "one entry", get(h.Entry(h.ctx, opened.Ref, replies[1].Seq))(t).Text, "Утре идва Н.")
	if _, err := h.Entry(h.ctx, opened.Ref, 1<<40); err == nil {
		t.Error("an entry that is not there was read")
	}
	equal(t, "audit entries", len(get(h.AuditLog(h.ctx, "", 0))(t)), 0)
}

func logTampered(t *testing.T, h *house) {
	first, _ := h.file(t)
	second, _ := h.file(t)
	h.change(t, first.Ref, reply("добре"))
	ok(t, h.Audit(h.ctx, casestore.System, "export", first.Ref, "court"))
	ok(t, h.Audit(h.ctx, casestore.System, "export", second.Ref, "court"))
	n, bad, err := h.Verify(h.ctx)
	ok(t, err)
	equal(t, "first bad entry of an untouched log", bad, 0)
	equal(t, "entries", n, 7)
	last := get(h.Log(h.ctx, second.Ref))(t)[1].Seq
	for _, c := range []struct {
		name, harm string
		want       int64
	}{
		{"a fact changed", `update case_log set data = '{"a":"b"}' where seq = 1`, 1},
		{"a time moved", `update case_log set at = at + 1 where seq = 2`, 2},
		{"the end cut off", fmt.Sprintf(`delete from case_log where seq = %d`, last), last - 1},
		{"an end forged", `update cases set log_hash = 'x' where ref = '2026-000002'`, last},
		{"an audit entry changed", `update audit_log set actor = 'system/x' where n = 1`, -2},
		{"the audit log cut off", `delete from audit_log where n = 2`, -2},
		{"a whole case taken away", `delete from case_log where ref = '2026-000002'`, casestore.MissingCase},
	} {
		if got := harmed(t, h, c.harm); got != c.want && (c.want != -2 || got <= last) {
			t.Errorf("%s: first bad entry %d, want %d", c.name, got, c.want)
		}
	}
	_, bad, err = h.Verify(h.ctx)
	ok(t, err)
	equal(t, "first bad entry after healing", bad, 0)
	exec(t, h, `update counters set n = n + 1 where name = 'ref/2026'`)
	_, bad, err = h.Verify(h.ctx)
	ok(t, err)
	equal(t, "a case of which nothing is left but its number", bad, casestore.MissingCase)
}

// harmed runs a statement on the tables, verifies, and puts the tables back as they were.
func harmed(t testing.TB, h *house, statement string) (bad int64) {
	t.Helper()
	for _, keep := range harmable() {
		exec(t, h, `create table kept_`+keep+` as select * from `+keep)
	}
	exec(t, h, statement)
	_, bad, err := h.Verify(h.ctx)
	ok(t, err)
	for _, back := range harmable() {
		if back == "cases" {
			exec(t, h, `update cases set log_hash = (select k.log_hash from kept_cases k where k.ref = cases.ref)`)
		} else {
			exec(t, h, `delete from `+back)
			exec(t, h, `insert into `+back+` select * from kept_`+back)
		}
		exec(t, h, `drop table kept_`+back)
	}
	return bad
}

// harmable are the tables that a test harms.
func harmable() []string { return []string{"case_log", "cases", "audit_log"} }

func exec(t testing.TB, h *house, statement string) {
	t.Helper()
	if _, err := h.Writer().ExecContext(h.ctx, statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

// nothingInClear looks for what was told, for addresses and for tokens in every column of every table.
func nothingInClear(t *testing.T, h *house) {
	o := opening()
	o.Draft.Phone = "0887654321"
	opened := get(h.Open(h.ctx, o, func(tx *casestore.Tx) error {
		return tx.SetTraits([]casestore.Trait{{Kind: "place", Value: o.Draft.Place.Name}}, []string{o.Draft.Said[0].Text})
	}))(t)
	h.change(t, opened.Ref, reply("отговорът на служителя"))
	h.change(t, opened.Ref, func(tx *casestore.Tx) error { _, _, err := tx.Enqueue(alert("o-1")); return err })
	inv := get(h.Invite(h.ctx, ozd, "o-1", "duty", 3600e9))(t)
	get(h.JoinTelegram(h.ctx, inv.Telegram, "mac-of-chat", "555000777"))(t)
	_, session, err := h.JoinConsole(h.ctx, inv.Console)
	ok(t, err)
	key, _, err := h.NewAPIKey(h.ctx, ozd)
	ok(t, err)
	ok(t, h.TakeOver(h.ctx, "p1"))
	d, _, err := h.Claim(h.ctx, get(h.Unfinished(h.ctx, 1))(t)[0].ID, "p1")
	ok(t, err)
	ok(t, h.Settle(h.ctx, d.ID, "p1", casestore.Outcome{State: signal.Sent, Message: "555000777/99"}))
	all := everything(t, h)
	if !strings.Contains(all, "LOV34") {
		t.Fatal("the municipality was not found: the search does not see what is stored")
	}
	for name, word := range map[string]string{"a message": "заключват", "a place": "Орешак", "a typed place": "читалището",
		"a phone": "0887654321", "a way back": "7000123", "a reply": "служителя", "a code": string(opened.Code),
		"a chat": "555000777", "an invite": inv.Telegram, "a session": session, "an API key": key} {
		if strings.Contains(all, word) {
			t.Errorf("%s lies in clear", name)
		}
	}
}

// everything is all that is stored, as one text.
func everything(t testing.TB, h *house) string {
	t.Helper()
	var b strings.Builder
	for _, table := range []string{"cases", "case_keys", "bells", "case_log", "deliveries", "attachments", "officers",
		"invites", "console_sessions", "api_keys", "audit_log", "processes", "counters", "traits", "joined", "river_job"} {
		rows := get(h.Writer().QueryContext(h.ctx, `select * from `+table))(t)
		columns := get(rows.Columns())(t)
		for rows.Next() {
			values := make([]any, len(columns))
			for i := range values {
				values[i] = new(any)
			}
			ok(t, rows.Scan(values...))
			for _, v := range values {
				switch v := (*v.(*any)).(type) {
				case []byte:
					b.Write(v)
				default:
					fmt.Fprint(&b, v)
				}
				b.WriteByte('\n')
			}
		}
		ok(t, rows.Err())
		ok(t, rows.Close())
	}
	return b.String()
}
