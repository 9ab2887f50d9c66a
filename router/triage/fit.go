package triage

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"math"
	"math/rand/v2"
	"slices"

	"github.com/chuyme/chuyme/internal/lexicon"
	"github.com/chuyme/chuyme/internal/signal"
)

// How the model is fitted; chosen by leaving out one writer of the training part after the other.
const (
	rounds  = 20
	stride  = 0.015
	decay   = 1e-4
	shuffle = 1 // seed: the same examples give the same file
)

// lesson is one example as the model sees it.
type lesson struct {
	features []feature
	want     []float64 // by output
}

// Fit learns the weights from examples and gives them in the form of model.bin. The same examples, vocabulary and
// rules give the same bytes.
func Fit(lex *lexicon.Lexicon, examples []Example) ([]byte, error) {
	r, err := unlearned(lex)
	if err != nil {
		return nil, err
	}
	lessons := make([]lesson, 0, len(examples))
	for _, e := range examples {
		s := r.scope([]lexicon.Text{lex.Read(e.Text)}, "")
		l := lesson{features: r.features(s, r.fired(s)), want: make([]float64, outputs)}
		l.want[slices.Index(signal.Urgencies(), e.Urgency)] = 1
		for i, k := range signal.Options(signal.KindOf) {
			if slices.Contains(e.Category, k) {
				l.want[levels+i] = 1
			}
		}
		lessons = append(lessons, l)
	}
	level, kind := learn(lessons)
	return pack(level, kind)
}

// table is the weights of some outputs while they are learnt: of bucket b for output o, at[b*width+o].
type table struct {
	width, buckets int
	at, grown      []float64
}

func newTable(width, buckets int) table {
	return table{width, buckets, make([]float64, width*buckets), make([]float64, width*buckets)}
}

// row is where the weights of a feature begin.
func (t table) row(f feature) int { return int(f.at) % t.buckets * t.width }

func (t table) sum(features []feature, into []float64) {
	clear(into)
	for _, f := range features {
		for o, w := range t.at[t.row(f):][:t.width] {
			into[o] += w * float64(f.weight)
		}
	}
}

// step moves the weights of what was seen by AdaGrad. fault is by how much each output was too high.
func (t table) step(features []feature, fault []float64) {
	for _, f := range features {
		row := t.row(f)
		for o, e := range fault {
			g := e*float64(f.weight) + decay*t.at[row+o]
			t.grown[row+o] += g * g
			t.at[row+o] -= stride * g / (math.Sqrt(t.grown[row+o]) + 1e-6)
		}
	}
}

// learn goes over the lessons in a shuffled but fixed order.
func learn(lessons []lesson) (level, kind table) {
	level, kind = newTable(levels, levelBuckets), newTable(outputs-levels, kindBuckets)
	chance := rand.New(rand.NewPCG(shuffle, shuffle))
	order := chance.Perm(len(lessons))
	fault := make([]float64, outputs)
	for range rounds {
		chance.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for _, n := range order {
			l := lessons[n]
			level.sum(l.features, fault[:levels])
			kind.sum(l.features, fault[levels:])
			softmax(fault[:levels])
			for o := range fault {
				if o >= levels {
					fault[o] = 1 / (1 + math.Exp(-fault[o]))
				}
				fault[o] -= l.want[o]
			}
			level.step(l.features, fault[:levels])
			kind.step(l.features, fault[levels:])
		}
	}
	return level, kind
}

// pack writes weights in steps of a 127th of the greatest of each output.
func pack(level, kind table) ([]byte, error) {
	most := append(level.most(), kind.most()...)
	var raw []byte
	for _, m := range most {
		raw = binary.LittleEndian.AppendUint32(raw, math.Float32bits(float32(m/127)))
	}
	raw = level.steps(raw, most[:levels])
	raw = kind.steps(raw, most[levels:])
	var b bytes.Buffer
	b.WriteString(modelMark)
	z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err == nil {
		_, err = z.Write(raw)
	}
	if err == nil {
		err = z.Close()
	}
	return b.Bytes(), err
}

func (t table) most() []float64 {
	most := make([]float64, t.width)
	for i, w := range t.at {
		most[i%t.width] = max(most[i%t.width], math.Abs(w))
	}
	return most
}

func (t table) steps(into []byte, most []float64) []byte {
	for i, w := range t.at {
		step := 0.0
		if m := most[i%t.width]; m > 0 {
			step = math.Round(w / m * 127)
		}
		into = append(into, byte(int8(step)))
	}
	return into
}
