package console_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/chuyme/chuyme/internal/problem"
	"github.com/chuyme/chuyme/internal/signal"
)

const at = "/console/cases/2026-000123"

func TestListGivesAwayNothingThatWasTold(t *testing.T) {
	d := open(t)
	d.signIn("good-invite")
	resp, page := d.get("/console/")
	wants(t, page, `href="/console/cases/2026-000123"`, "Криза", "LOV18 name", "преди 5 мин", "неизпратен", "чака")
	lacks(t, page, "първо", "0888", "физическо")
	if csp := resp.Header.Get("Content-Security-Policy"); !strings.HasPrefix(csp, "default-src 'none'") || strings.Contains(csp, "unsafe") {
		t.Errorf("policy %q", csp)
	}
	_, page = d.get("/console/?show=closed")
	wants(t, page, "Няма случаи.")
}

func TestCaseShowsAllThatAnOfficerNeeds(t *testing.T) {
	d := open(t)
	d.signIn("good-invite")
	_, page := d.get(at)
	wants(t, page,
		"първо &lt;i&gt;едно&lt;/i&gt;\nвторо", "снимка, 12 B", "Покажи снимката", // what was said, in order, as said
		"самото дете", "физическо, пренебрегване", "„село до Ловеч“", // answers
		"Не се знае: ", "Възраст", // what is not known
		"<b>T01</b> казва, че опасността е сега",                                             // reasons
		"ru-lovech/bg</b> (участва): поето от o-9", "звъни, стъпка 1", "06.03.2026 12:03:00", // who else, in local time
		"срокът се потвърждава",
		"неуспешно (получателят ни е блокирал)", "o-1 · telegram", // deliveries
		"обадих се", "подателят") // timeline
	lacks(t, page, "0888", "<video", "<audio")
	if !strings.Contains(strings.Join(d.reg.looks, "|"), "o-1: console") {
		t.Errorf("looks %v", d.reg.looks)
	}
	if strings.Index(page, "първо") > strings.Index(page, "Покажи снимката") {
		t.Error("what was said is out of order")
	}
}

func TestTimelineSpeaksInWords(t *testing.T) {
	d := open(t)
	d.signIn("good-invite")
	d.reg.view.Events = append(d.reg.view.Events, signal.Event{Seq: 3, Ref: ref, At: noon, Kind: signal.EvTriaged, Actor: "system",
		Data: map[string]string{"category": "physical,neglect", "from": "urgent", "urgency": "crisis", "lang": "bg", "municipality": "", "new_fact": "x"}})
	d.reg.view.Events = append(d.reg.view.Events, signal.Event{Seq: 4, Ref: ref, At: noon, Kind: signal.EvTransferred, Actor: "ozd-lovech/o-1",
		Data: map[string]string{"from": "ozd-lovech", "reason": "duplicate"}})
	_, page := d.get(at)
	wants(t, page, "спешността се промени", "вид: физическо, пренебрегване · от: Спешен · new_fact: x · спешност: Криза",
		"от: ozd-lovech/bg · причина: Повтаря друг случай")
	lacks(t, page, "община: <", "lang: bg")
}

func TestAnotherUnitsCaseIsNotThere(t *testing.T) {
	d := open(t)
	d.signIn("other-invite")
	for _, path := range []string{at, "/console/cases/2026-999999", "/console/cases/nonsense"} {
		resp, page := d.get(path)
		if resp.StatusCode != http.StatusNotFound {
			t.Errorf("%s: status %d", path, resp.StatusCode)
		}
		lacks(t, page, "първо")
	}
	for _, act := range []string{"ack", "escalate", "files/ab12cd34ef", "phone"} {
		if resp, _ := d.post(at+"/"+act, "text", "защо"); resp.StatusCode != http.StatusNotFound {
			t.Errorf("%s: status %d", act, resp.StatusCode)
		}
	}
	if d.reg.done() != "" {
		t.Errorf("done: %s", d.reg.done())
	}
}

func TestActs(t *testing.T) {
	tests := []struct {
		act    string
		fields []string
		done   string
		says   string
	}{
		{"ack", nil, "o-1 ack", "Поехте случая."},
		{"reply", []string{"text", " Здравей.\r\nТук съм. "}, "o-1 reply Здравей.\nТук съм.", "тръгна към подателя"},
		{"note", []string{"text", "обадих се"}, "o-1 note обадих се", "Записано."},
		{"close", []string{"reason", "police_protection", "text", "в РУ"}, "o-1 close police_protection в РУ", "приключен"},
		{"transfer", []string{"unit", "ru-lovech", "text", "там живее"}, "o-1 transfer ru-lovech там живее", "предаден"},
		{"escalate", nil, "o-1 escalate", "уведомяват"},
		{"meeting", []string{"at", "2026-03-07T10:30", "occasion", "first_signal", "attended", "ozd", "attended", "police"},
			"o-1 meeting 2026-03-07T08:30:00Z first_signal [ozd police]", "Срещата е записана."},
	}
	for _, tt := range tests {
		t.Run(tt.act, func(t *testing.T) {
			d := open(t)
			d.signIn("good-invite")
			for range 2 { // a double tap
				resp, page := d.post(at+"/"+tt.act, append(tt.fields, "once", "a-token")...)
				if resp.StatusCode != 200 {
					t.Fatalf("status %d", resp.StatusCode)
				}
				wants(t, page, tt.says, "2026-000123")
			}
			if got := d.reg.done(); got != tt.done {
				t.Errorf("done %q, want %q", got, tt.done)
			}
		})
	}
}

func TestCaseTakenByAColleague(t *testing.T) {
	d := open(t)
	d.signIn("good-invite")
	d.reg.view.Bells[0].TakenBy = "o-2"
	_, page := d.post(at + "/ack")
	wants(t, page, "Колега от звеното вече го е поел.", "поето от o-2")
}

func TestActsThatCannotBe(t *testing.T) {
	for name, tt := range map[string]struct {
		path   string
		fields []string
		status int
	}{
		"an empty reply":         {"/reply", []string{"text", " \r\n"}, 422},
		"closing without reason": {"/close", []string{"reason", "because"}, 422},
		"a meeting at no time":   {"/meeting", []string{"at", "утре", "occasion", "first_signal"}, 422},
		"a meeting of no kind":   {"/meeting", []string{"at", "2026-03-07T10:30", "occasion", "x"}, 422},
		"a number for no reason": {"/phone", nil, 422},
		"an unknown act":         {"/burn", nil, 404},
		"an endless note":        {"/note", []string{"text", strings.Repeat("ж", 200<<10)}, 413},
	} {
		t.Run(name, func(t *testing.T) {
			d := open(t)
			d.signIn("good-invite")
			resp, _ := d.post(at+tt.path, tt.fields...)
			if resp.StatusCode != tt.status || d.reg.done() != "" {
				t.Errorf("status %d, want %d; done %q", resp.StatusCode, tt.status, d.reg.done())
			}
		})
	}
}

func TestWhatFailedIsNotLost(t *testing.T) {
	d := open(t)
	d.signIn("good-invite")
	d.reg.fail = errors.Join(errors.New("inner words"), problem.Unavailable)
	resp, page := d.post(at+"/reply", "text", "дълъг отговор", "once", "a-token")
	if resp.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("status %d", resp.StatusCode)
	}
	wants(t, page, "Регистърът не отговаря", "дълъг отговор")
	lacks(t, page, "inner")
	d.reg.fail = nil
	d.post(at+"/reply", "text", "дълъг отговор", "once", "a-token")
	if got := d.reg.done(); got != "o-1 reply дълъг отговор" {
		t.Errorf("the same form sent again: done %q", got)
	}
}

func TestFormsOfOnePageAreNotTakenForEachOther(t *testing.T) {
	d := open(t)
	d.signIn("good-invite")
	d.post(at+"/ack", "once", "a-token")
	d.post(at+"/reply", "text", "Тук съм.", "once", "a-token")
	d.post(at+"/reply", "text", "Тук съм още.", "once", "a-token")
	if got, want := d.reg.done(), "o-1 ack; o-1 reply Тук съм.; o-1 reply Тук съм още."; got != want {
		t.Errorf("done %q, want %q", got, want)
	}
}

func TestPhoneIsOpenedForAReasonThatIsKept(t *testing.T) {
	d := open(t)
	d.signIn("good-invite")
	_, page := d.post(at+"/phone", "text", "детето не отговаря")
	wants(t, page, "0888 123 456")
	if got := d.reg.looks; len(got) != 1 || got[0] != "o-1: phone: детето не отговаря" {
		t.Errorf("looks %q", got)
	}
}
