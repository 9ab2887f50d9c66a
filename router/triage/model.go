package triage

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"sync"

	"github.com/chuyme/chuyme/internal/signal"
)

//go:embed model.bin
var modelFile []byte

// The model's outputs: the four urgencies, which add up to one, then the eight kinds, each by itself.
var (
	levels  = len(signal.Urgencies())
	outputs = levels + len(signal.Options(signal.KindOf))
)

// Features meet in a bucket by their hash. Urgency has so many buckets that few meet; kinds are told by few features.
const (
	levelBuckets = 1 << 20
	kindBuckets  = 1 << 16
)

// modelMark begins the file of weights. What follows is compressed: for each output a scale, then for each bucket and
// urgency, and for each bucket and kind, a weight in steps of that scale.
const modelMark = "CHM2"

// model weighs features. The zero model knows nothing and says so.
type model struct {
	scale        []float32
	level, kinds []int8 // of bucket b for urgency or kind o: level[b*levels+o]
}

// learned is the embedded model. It never changes, so a process unpacks it once.
var learned = sync.OnceValues(func() (model, error) { return readModel(modelFile) })

func readModel(file []byte) (model, error) {
	if len(file) == 0 {
		return model{}, nil
	}
	raw, err := unpack(file)
	size := 4*outputs + levelBuckets*levels + kindBuckets*(outputs-levels)
	if err != nil || len(raw) != size {
		return model{}, fmt.Errorf("model.bin is not of this program's form; make it anew: go run ./router/triage/train")
	}
	m := model{scale: make([]float32, outputs)}
	for o := range m.scale {
		m.scale[o] = math.Float32frombits(binary.LittleEndian.Uint32(raw[4*o:]))
	}
	raw = raw[4*outputs:]
	steps := make([]int8, len(raw))
	for i, b := range raw {
		steps[i] = int8(b)
	}
	m.level, m.kinds = steps[:levelBuckets*levels], steps[levelBuckets*levels:]
	return m, nil
}

func unpack(file []byte) ([]byte, error) {
	packed, ok := bytes.CutPrefix(file, []byte(modelMark))
	if !ok {
		return nil, errors.New("another mark")
	}
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}

// opinion is what the model thinks of a draft.
type opinion struct {
	level [4]float64 // by signal.Urgencies
	kind  []float64  // by signal.Options(signal.KindOf)
}

func (m model) judge(features []feature) (op opinion, ok bool) {
	if m.level == nil {
		return op, false
	}
	sums := make([]float64, outputs)
	for _, f := range features {
		for o, s := range m.level[int(f.at%levelBuckets)*levels:][:levels] {
			sums[o] += float64(s) * float64(f.weight)
		}
		for o, s := range m.kinds[int(f.at%kindBuckets)*(outputs-levels):][:outputs-levels] {
			sums[levels+o] += float64(s) * float64(f.weight)
		}
	}
	for o := range sums {
		sums[o] *= float64(m.scale[o])
	}
	softmax(sums[:levels])
	copy(op.level[:], sums)
	for _, x := range sums[levels:] {
		op.kind = append(op.kind, 1/(1+math.Exp(-x)))
	}
	return op, true
}

func softmax(x []float64) {
	most, sum := slices.Max(x), 0.0
	for i := range x {
		x[i] = math.Exp(x[i] - most)
		sum += x[i]
	}
	for i := range x {
		x[i] /= sum
	}
}

// When the model's opinion counts. A missed crisis costs more than a false alarm, so a crisis needs less than an even
// chance, and least where the writer may be a child; that nobody is in need must be likelier than all else together.
const (
	crisisAt       = 0.40
	weakAt         = 0.20 // below it a weak rule of crisis is no more than urgent
	crisisAtChild  = 0.32
	urgentAt       = 0.27
	noneAt         = 0.40
	noneOverCrisis = 0.65 // to take a weak rule of crisis for a case to look at
	noneOverRule   = 0.40 // to set aside a rule that only saw a word that worries
	kindAt         = 0.50
)

// tempers is the level of a weak rule beside an opinion.
func (op opinion) tempers(level signal.Urgency) signal.Urgency {
	switch {
	case level == signal.Crisis && op.level[3] >= noneOverCrisis, level == signal.Urgent && op.level[3] >= noneAt:
		return signal.Standard
	case level == signal.Crisis && op.level[0] < weakAt:
		return signal.Urgent
	}
	return level
}

// urgency is the level that an opinion comes to; sure says that it is "not a signal" beyond doubt.
func (op opinion) urgency(child bool) (level signal.Urgency, sure bool) {
	at := crisisAt
	if child {
		at = crisisAtChild
	}
	switch {
	case op.level[0] >= at:
		return signal.Crisis, false
	case op.level[3] >= noneAt:
		return signal.NotASignal, op.level[3] >= noneOverRule
	case op.level[0]+op.level[1] >= urgentAt:
		return signal.Urgent, false
	}
	return signal.Standard, false
}

// kinds are the kinds that an opinion holds likely, at least one.
func (op opinion) kinds() []signal.Option {
	all, best := signal.Options(signal.KindOf), 0
	var out []signal.Option
	for i, p := range op.kind {
		if p >= kindAt {
			out = append(out, all[i])
		}
		if p > op.kind[best] {
			best = i
		}
	}
	if out == nil {
		out = []signal.Option{all[best]}
	}
	return out
}

// telling reports whether concepts of a group say something to an officer by themselves; "and" and "not" do not.
func telling(group string) bool {
	return !slices.Contains([]string{"scope", "num", "unit", "meta", "nav", "answer", "lang"}, group)
}

// weighed names, in Bulgarian, the concepts of a draft that spoke most for a level; at most three.
func (r *Reader) weighed(s *scoped, level signal.Urgency) []string {
	o := slices.Index(signal.Urgencies(), level)
	type heavy struct {
		label  string
		weight int8
	}
	var found []heavy
	for _, t := range s.texts {
		for _, h := range t.Hits {
			c, ok := r.lex.Concept(h.Concept)
			w := r.model.level[int(hash("c:", h.Concept)%levelBuckets)*levels+o]
			if ok && w > 0 && telling(c.Group) && !slices.ContainsFunc(found, func(x heavy) bool { return x.label == c.Label }) {
				found = append(found, heavy{c.Label, w})
			}
		}
	}
	slices.SortStableFunc(found, func(a, b heavy) int { return int(b.weight) - int(a.weight) })
	var labels []string
	for _, x := range found[:min(3, len(found))] {
		labels = append(labels, x.label)
	}
	return labels
}
