package telemetry

import (
	"context"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Metrics are the program's figures, in a registry of their own. No label holds a chat, a case or a text.
type Metrics struct {
	registry *prometheus.Registry
	// Events counts what came in, by channel and what became of it (ok, unavailable, failed).
	Events *prometheus.CounterVec
	// Took is how long an event took from its arrival to its answer, in seconds, by channel.
	Took *prometheus.HistogramVec
	// Deliveries counts attempts to deliver by kind and result.
	Deliveries *prometheus.CounterVec
	audit      *prometheus.GaugeVec
}

// Counts are the figures that are read from the register when they are asked for.
type Counts struct {
	OpenCases  map[string]int // by urgency
	Deliveries map[string]int // by state
	NoSignals  int
}

// NewMetrics makes the figures; counts is asked at each scrape and may fail.
func NewMetrics(counts func(context.Context) (Counts, error)) *Metrics {
	m := &Metrics{registry: prometheus.NewRegistry()}
	m.Events = prometheus.NewCounterVec(prometheus.CounterOpts{Name: "chuyme_events_total", Help: "Events of reporters by channel and result."}, []string{"channel", "result"})
	m.Took = prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "chuyme_event_seconds", Help: "From an event's arrival to its answer.", NativeHistogramBucketFactor: 1.1,
		Buckets: []float64{.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5}}, []string{"channel"})
	m.Deliveries = prometheus.NewCounterVec(prometheus.CounterOpts{Name: "chuyme_delivery_attempts_total", Help: "Attempts to deliver by kind and result."}, []string{"kind", "result"})
	m.audit = prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: "chuyme_audit_findings", Help: "What the last look over the register found that should not be."}, []string{"finding"})
	m.registry.MustRegister(m.Events, m.Took, m.Deliveries, m.audit, register{counts}, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// Audit sets what the last look over the register found: cases for which nothing would have rung, ladder steps and
// deliveries that are late. It is safe for concurrent use.
func (m *Metrics) Audit(unheard, overdue, stuck int) {
	m.audit.WithLabelValues("unheard").Set(float64(unheard))
	m.audit.WithLabelValues("overdue").Set(float64(overdue))
	m.audit.WithLabelValues("stuck").Set(float64(stuck))
}

// Handler serves the figures to Prometheus.
func (m *Metrics) Handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}

// register collects the figures of the case register.
type register struct {
	counts func(context.Context) (Counts, error)
}

func (register) Describe(ch chan<- *prometheus.Desc) {
	ch <- openDesc
	ch <- deliveriesDesc
	ch <- noSignalDesc
}

var (
	openDesc       = prometheus.NewDesc("chuyme_open_cases", "Cases that are open, by urgency.", []string{"urgency"}, nil)
	deliveriesDesc = prometheus.NewDesc("chuyme_deliveries", "Deliveries by state.", []string{"state"}, nil)
	noSignalDesc   = prometheus.NewDesc("chuyme_no_signals", "Conversations that ended without a signal.", nil, nil)
)

func (r register) Collect(ch chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	c, err := r.counts(ctx)
	if err != nil {
		return // the scrape shows the rest; readiness says that the register is away
	}
	for urgency, n := range c.OpenCases {
		ch <- prometheus.MustNewConstMetric(openDesc, prometheus.GaugeValue, float64(n), urgency)
	}
	for state, n := range c.Deliveries {
		ch <- prometheus.MustNewConstMetric(deliveriesDesc, prometheus.GaugeValue, float64(n), state)
	}
	ch <- prometheus.MustNewConstMetric(noSignalDesc, prometheus.CounterValue, float64(c.NoSignals))
}
