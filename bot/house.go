package main

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"time"

	"github.com/chuyme/chuyme/bot/conversation"
	"github.com/chuyme/chuyme/bot/reception"
	"github.com/chuyme/chuyme/bot/session"
	"github.com/chuyme/chuyme/i18n"
	"github.com/chuyme/chuyme/internal/attachment"
	"github.com/chuyme/chuyme/internal/casestore"
	"github.com/chuyme/chuyme/internal/config"
	"github.com/chuyme/chuyme/internal/lexicon"
	"github.com/chuyme/chuyme/internal/seal"
	"github.com/chuyme/chuyme/internal/signal"
	"github.com/chuyme/chuyme/router/alert"
	"github.com/chuyme/chuyme/router/casework"
	"github.com/chuyme/chuyme/router/place"
	"github.com/chuyme/chuyme/router/triage"
	"github.com/chuyme/chuyme/router/unit"
)

// house is everything that was built, and how to take it down. Commands build the rooms that they need.
type house struct {
	cfg *config.Config
	log *slog.Logger
	now func() time.Time

	texts  *i18n.Catalogs
	lex    *lexicon.Lexicon
	triage *triage.Reader
	places *place.Register
	units  *unit.Register

	keys     *seal.Keyset
	store    *casestore.Store
	files    *attachment.Store
	desk     *casework.Desk
	sessions *session.Store
	engine   *conversation.Engine
	talk     *reception.Reception

	down []func() error // in the order of building
}

func newHouse(cfg *config.Config, log *slog.Logger) *house {
	return &house{cfg: cfg, log: log, now: time.Now}
}

// takeDown closes what was built, the last first.
func (h *house) takeDown() error {
	var errs []error
	for _, d := range slices.Backward(h.down) {
		errs = append(errs, d())
	}
	h.down = nil
	return errors.Join(errs...)
}

// readers builds what reads words and places: pure, in memory.
func (h *house) readers() (err error) {
	if h.texts, err = loadTexts(h.cfg); err != nil {
		return err
	}
	for _, l := range h.texts.Languages() {
		if n := len(h.texts.Missing(l.Code)); n > 0 {
			h.log.Warn("a language lacks texts, which are said in Bulgarian", "lang", l.Code, "missing", n)
		}
	}
	if h.lex, err = loadWords(h.cfg); err != nil {
		return err
	}
	if h.triage, err = triage.New(h.lex); err != nil {
		return err
	}
	h.places, err = loadPlaces(h.cfg)
	return err
}

func loadPlaces(cfg *config.Config) (*place.Register, error) {
	if cfg.Places == "" {
		return place.Embedded()
	}
	r, err := place.Open(cfg.Places)
	if err != nil {
		return nil, usage("CHUYME_PLACES: %w", err)
	}
	return r, nil
}

// loadUnits reads the units file; it is checked against the municipalities of the register of places.
func (h *house) loadUnits() (err error) {
	h.units, err = unitsOf(h.cfg.Units, h.places)
	return err
}

func unitsOf(path string, places *place.Register) (*unit.Register, error) {
	all := municipalitiesOf(places)
	if path == "" {
		return unit.Example(all)
	}
	r, err := unit.Load(path, all)
	if err != nil {
		return nil, usageError{err}
	}
	return r, nil
}

func municipalitiesOf(places *place.Register) (all unit.Municipalities) {
	for _, p := range places.Provinces() {
		for _, m := range places.Municipalities(p.Code) {
			all = append(all, unit.MunicipalityArea{Code: m.Code, Name: m.Name, Latin: m.Latin, Province: p.Code})
		}
	}
	return all
}

// register opens the case store with its keys, for the server and for commands beside it.
func (h *house) register(ctx context.Context) (err error) {
	if err := os.MkdirAll(h.cfg.DataDir, 0o700); err != nil {
		return usage("CHUYME_DATA_DIR: the folder cannot be made: %w", err)
	}
	if h.keys, err = seal.OpenKeyset(h.cfg.MasterKeyFile); err != nil {
		return err
	}
	h.store, err = casestore.Open(ctx, h.cfg.DatabaseURL.Reveal(), h.cfg.DataDir, h.keys, casestore.Options{Now: h.now, Log: h.log, Keep: casework.Keep})
	if err != nil {
		return err
	}
	h.down = append(h.down, h.store.Close)
	if h.files, err = attachment.Open(filepath.Join(h.cfg.DataDir, "attachments")); err != nil {
		return err
	}
	reach := alert.Reach{Telegram: h.cfg.TelegramToken != "", Mail: h.cfg.SMTPURL != ""}
	h.desk = &casework.Desk{Store: h.store, Units: h.units, Ladder: &alert.Ladder{Reach: reach}, Files: h.files, Now: h.now, Log: h.log}
	return nil
}

// conversation builds the engine with the services it reads with.
func (h *house) conversation() error {
	q, err := conversation.Load(h.cfg.Questionnaire)
	if err != nil {
		return usage("CHUYME_QUESTIONNAIRE: %w", err)
	}
	h.engine = conversation.New(q, h.texts, h.lex, conversation.Services{
		Read: triage.NewMemo(h.triage.Read, 8192).Read, Find: h.find, Nearest: h.nearest, Provinces: h.provinces, Municipalities: h.municipalities, Lang: h.cfg.DefaultLang,
	})
	return nil
}

// reception opens the sessions and sets the reception upon them. dir is where embedded sessions are kept.
func (h *house) reception(ctx context.Context, redisURL, dir string) (err error) {
	if h.sessions, err = session.Open(ctx, redisURL, dir, h.keys, session.Options{Now: h.now}); err != nil {
		return usage("CHUYME_REDIS_URL: %w", err)
	}
	h.down = append(h.down, h.sessions.Close)
	h.talk = reception.New(reception.Parts{Engine: h.engine, Sessions: h.sessions, Desk: h.desk, Files: h.files, Keys: h.keys, Now: h.now, Log: h.log})
	return nil
}

// find gives the engine the register's matches in its own words.
func (h *house) find(query string) []conversation.Match {
	var out []conversation.Match
	for _, m := range h.places.Find(query) {
		out = append(out, conversation.Match{Place: placeOf(m), Score: m.Score})
	}
	return out
}

func (h *house) nearest(lat, lon string) (signal.Place, bool) {
	y, errY := strconv.ParseFloat(lat, 64)
	x, errX := strconv.ParseFloat(lon, 64)
	if errY != nil || errX != nil {
		return signal.Place{}, false
	}
	m, ok := h.places.Nearest(y, x)
	p := placeOf(m)
	p.Lat, p.Lon = lat, lon
	return p, ok
}

func placeOf(m place.Match) signal.Place {
	return signal.Place{EKATTE: m.EKATTE, Name: m.Name, Kind: m.Kind, Municipality: m.MunicipalityCode, MunicipalityName: m.Municipality, Province: m.Province, District: m.District}
}

func (h *house) provinces() []conversation.Area { return areas(h.places.Provinces()) }
func (h *house) municipalities(province string) []conversation.Area {
	return areas(h.places.Municipalities(province))
}

func areas(list []place.Area) []conversation.Area {
	out := make([]conversation.Area, len(list))
	for i, a := range list {
		out[i] = conversation.Area{Code: a.Code, Name: a.Name, Latn: a.Latin}
	}
	return out
}

// municipality is a municipality's Bulgarian name; its code where it is not known.
func (h *house) municipality(code string) string {
	if a, ok := h.places.Municipality(code); ok {
		return a.Name
	}
	return code
}

// build runs the steps of building in order and stops at the first that fails.
func build(steps ...func() error) error {
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}
