package triage

import (
	_ "embed"
	"encoding/binary"
	"fmt"
	"math"
	"slices"

	"github.com/chuyme/chuyme/internal/signal"
)

//go:embed model.bin
var modelFile []byte

// The model's outputs: the four urgencies, which add up to one, then the eight kinds, each by itself.
var outputs = len(signal.Urgencies()) + len(signal.Options(signal.KindOf))

// modelMark begins the file of weights: after it come the number of buckets and of outputs, for each output a scale, and
// for each bucket and output a weight in steps of that scale.
const modelMark = "CHM1"

// model weighs features. The zero model knows nothing and says so.
type model struct {
	scale []float32
	steps []int8 // of feature f for output o: steps[f*outputs+o]
}

func readModel(file []byte) (model, error) {
	head := len(modelMark) + 8
	want := head + 4*outputs + buckets*outputs
	if len(file) == 0 {
		return model{}, nil
	}
	if len(file) != want || string(file[:4]) != modelMark || binary.LittleEndian.Uint32(file[4:]) != buckets || int(binary.LittleEndian.Uint32(file[8:])) != outputs {
		return model{}, fmt.Errorf("model.bin is not of this program's form; make it anew: go run ./router/triage/train")
	}
	m := model{scale: make([]float32, outputs), steps: make([]int8, buckets*outputs)}
	for o := range m.scale {
		m.scale[o] = math.Float32frombits(binary.LittleEndian.Uint32(file[head+4*o:]))
	}
	for i, b := range file[head+4*outputs:] {
		m.steps[i] = int8(b)
	}
	return m, nil
}

// opinion is what the model thinks of a draft.
type opinion struct {
	level [4]float64 // by signal.Urgencies
	kind  []float64  // by signal.Options(signal.KindOf)
}

func (m model) judge(features []feature) (op opinion, ok bool) {
	if m.steps == nil {
		return op, false
	}
	sums := make([]float64, outputs)
	for _, f := range features {
		row := m.steps[int(f.at)*outputs:][:outputs]
		for o, s := range row {
			sums[o] += float64(s) * float64(f.weight)
		}
	}
	for o := range sums {
		sums[o] *= float64(m.scale[o])
	}
	softmax(sums[:4])
	copy(op.level[:], sums[:4])
	for _, x := range sums[4:] {
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
	crisisAt      = 0.40
	crisisAtChild = 0.32
	urgentAt      = 0.36
	noneAt        = 0.50
	noneOverRule  = 0.60 // to set aside a rule that only saw a word that worries
	kindAt        = 0.50
)

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
			w := r.model.steps[int(bucket("c:", h.Concept))*outputs+o]
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
