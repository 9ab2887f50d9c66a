package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"
)

const (
	auditFirst = 5 * time.Second // after the start, when everything has had its first turn
	auditEvery = time.Minute
)

// watch looks the register over each minute, apart from what turns the ladders, and tells the outside heartbeat only
// when all is well: where it falls silent, whoever keeps it alerts the operator (a dead man's switch).
func (s *server) watch(ctx context.Context) {
	next := time.NewTimer(auditFirst)
	defer next.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-next.C:
			next.Reset(auditEvery)
		}
		if err := s.lookOver(ctx); err != nil && ctx.Err() == nil {
			s.log.Error("not all is well", "err", err)
		} else if err == nil {
			s.beat(ctx)
		}
	}
}

// lookOver is an error when anything is not as it should be.
func (s *server) lookOver(ctx context.Context) error {
	found, err := s.desk.Audit(ctx)
	if err != nil {
		return err
	}
	s.metrics.Audit(len(found.Unheard), found.Overdue, found.Stuck)
	var faults []error
	if !found.Well() {
		faults = append(faults, fmt.Errorf("%d cases for which nothing would have rung (the national unit was rung): %v; %d ladder steps and %d deliveries are over a minute late",
			len(found.Unheard), found.Unheard, found.Overdue, found.Stuck))
	}
	parts, _ := s.ready(ctx)
	for name, how := range parts {
		if how != "ok" {
			faults = append(faults, fmt.Errorf("%s is %s", name, how))
		}
	}
	return errors.Join(faults...)
}

// beat tells the outside that all is well. The address is a secret: whoever knows it can keep the switch from firing.
func (s *server) beat(ctx context.Context) {
	if s.cfg.Heartbeat == nil {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, s.cfg.Heartbeat.String(), http.NoBody)
	if err != nil {
		s.log.Warn("the heartbeat was not sent", "cause", "address")
		return
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		s.log.Warn("the heartbeat was not sent", "cause", "unreachable")
		return
	}
	defer res.Body.Close()
	if res.StatusCode/100 != 2 {
		s.log.Warn("the heartbeat was not taken", "status", res.StatusCode)
	}
}
