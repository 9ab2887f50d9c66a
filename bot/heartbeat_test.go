package main

import (
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"

	"github.com/chuyme/chuyme/internal/telegram/telegramtest"
)

// TestHeartbeat looks whether the outside is told that all is well, and is not told so when a part is away.
func TestHeartbeat(t *testing.T) {
	for name, away := range map[string]bool{"all well": false, "telegram away": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var beats atomic.Int64
			outside := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if r.Method == http.MethodPost {
					beats.Add(1)
				}
			}))
			t.Cleanup(outside.Close)
			p := newProgram(t, "CHUYME_HEARTBEAT_URL="+outside.URL+"/a-secret-path")
			if away {
				p.tg.Fault(telegramtest.Fault{Method: "getMe", Drop: true})
				p.tg.Fault(telegramtest.Fault{Method: "getUpdates", Drop: true})
			}
			p.start()
			complained := func() bool { return p.log.count("not all is well") > 0 }
			p.tg.Until("the register to be looked over", func() bool { return beats.Load() > 0 || complained() })
			if told := beats.Load() > 0; told == away || complained() != away {
				t.Errorf("told that all is well: %v, complained: %v, telegram away: %v\n%s", told, complained(), away, p.log)
			}
			if p.log.count("a-secret-path") > 0 {
				t.Error("the address of the heartbeat is in the log")
			}
		})
	}
}
