package house

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	"github.com/chuyme/chuyme/internal/signal"
	"github.com/chuyme/chuyme/internal/telemetry"
)

const alerts = "deploy/prometheus/alerts.yaml"

// exposed gives the program's metrics as Prometheus reads them, with one sample each.
func exposed(t *testing.T) string {
	t.Helper()
	m := telemetry.NewMetrics(func(context.Context) (telemetry.Counts, error) {
		c := telemetry.Counts{OpenCases: map[string]int{}, Deliveries: map[string]int{}}
		for _, u := range []signal.Urgency{signal.Crisis, signal.Urgent, signal.Standard} {
			c.OpenCases[string(u)] = 1
		}
		for _, s := range []signal.DeliveryState{signal.Queued, signal.Delayed, signal.Failed, signal.Sending} {
			c.Deliveries[string(s)] = 1
		}
		return c, nil
	})
	for _, result := range []string{"ok", "unavailable", "failed"} {
		m.Events.WithLabelValues("web", result).Inc()
	}
	m.Took.WithLabelValues("web").Observe(1)
	for _, k := range []signal.DeliveryKind{signal.AlertNew, signal.ToReporter} {
		m.Deliveries.WithLabelValues(string(k), string(signal.Failed)).Inc()
	}
	w := httptest.NewRecorder()
	m.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	return w.Body.String()
}

// TestAlertsWatchWhatIsThere looks for each metric and each label's value of the rules in what the program exposes.
func TestAlertsWatchWhatIsThere(t *testing.T) {
	var file struct {
		Groups []struct {
			Rules []struct {
				Alert, Expr         string
				Labels, Annotations map[string]string
			}
		}
	}
	if err := yaml.Unmarshal([]byte(read(t, alerts)), &file); err != nil {
		t.Fatal(err)
	}
	body := exposed(t)
	metric := regexp.MustCompile(`(chuyme_\w+)(?:\{([^}]*)\})?`)
	label := regexp.MustCompile(`(\w+)=~?"([^"]+)"`)
	seen := map[string]bool{}
	for _, g := range file.Groups {
		for _, r := range g.Rules {
			if r.Alert == "" || seen[r.Alert] || r.Labels["severity"] == "" || r.Annotations["summary"] == "" {
				t.Errorf("%s: rule %q has no name of its own, no severity or no summary", alerts, r.Alert)
			}
			seen[r.Alert] = true
			for _, m := range metric.FindAllStringSubmatch(r.Expr, -1) {
				if !strings.Contains(body, "\n"+m[1]+"{") && !strings.Contains(body, "\n"+m[1]+" ") {
					t.Errorf("%s: %s looks at %s, which the program does not expose", alerts, r.Alert, m[1])
				}
				for _, l := range label.FindAllStringSubmatch(m[2], -1) {
					for value := range strings.SplitSeq(l[2], "|") {
						if !regexp.MustCompile(`\n` + m[1] + `\{[^}]*` + l[1] + `="` + value + `"`).MatchString(body) {
							t.Errorf("%s: %s looks at %s of %s=%q, which the program never has", alerts, r.Alert, m[1], l[1], value)
						}
					}
				}
			}
		}
	}
	for _, must := range []string{"CrisisNotTaken", "AlertsFail", "NotReady", "NotUp"} {
		if !seen[must] {
			t.Errorf("%s has no rule %s", alerts, must)
		}
	}
}

// TestAlertsAsPrometheusReadsThem asks promtool, where there is one.
func TestAlertsAsPrometheusReadsThem(t *testing.T) {
	promtool, err := exec.LookPath("promtool")
	if err != nil {
		t.Log("no promtool on this machine: TestAlertsWatchWhatIsThere alone has read the rules")
		return
	}
	if out, err := exec.CommandContext(t.Context(), promtool, "check", "rules", filepath.Join(root, alerts)).CombinedOutput(); err != nil {
		t.Errorf("promtool check rules: %v\n%s", err, out)
	}
}
