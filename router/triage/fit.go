package triage

import (
	"bytes"
	"encoding/binary"
	"math"
	"math/rand/v2"
	"slices"

	"github.com/chuyme/chuyme/internal/lexicon"
	"github.com/chuyme/chuyme/internal/signal"
)

// How the model is fitted; chosen by cross-validation over the training part of the corpus.
const (
	rounds  = 20
	stride  = 0.03
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
func Fit(lex *lexicon.Lexicon, examples []Example) []byte {
	r := New(lex)
	lessons := make([]lesson, 0, len(examples))
	for _, e := range examples {
		s := r.scope([]lexicon.Text{lex.Read(e.Text)}, "")
		l := lesson{features: r.features(s, r.fired(s)), want: make([]float64, outputs)}
		l.want[slices.Index(signal.Urgencies(), e.Urgency)] = 1
		for i, k := range signal.Options(signal.KindOf) {
			if slices.Contains(e.Category, k) {
				l.want[4+i] = 1
			}
		}
		lessons = append(lessons, l)
	}
	return pack(learn(lessons))
}

// learn runs AdaGrad over the lessons in a shuffled but fixed order.
func learn(lessons []lesson) []float64 {
	weights, grown := make([]float64, buckets*outputs), make([]float64, buckets*outputs)
	chance := rand.New(rand.NewPCG(shuffle, shuffle))
	order := chance.Perm(len(lessons))
	guess := make([]float64, outputs)
	for range rounds {
		chance.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for _, n := range order {
			l := lessons[n]
			predict(weights, l.features, guess)
			for _, f := range l.features {
				at := int(f.at) * outputs
				for o := range guess {
					g := (guess[o]-l.want[o])*float64(f.weight) + decay*weights[at+o]
					grown[at+o] += g * g
					weights[at+o] -= stride * g / (math.Sqrt(grown[at+o]) + 1e-6)
				}
			}
		}
	}
	return weights
}

func predict(weights []float64, features []feature, into []float64) {
	clear(into)
	for _, f := range features {
		row := weights[int(f.at)*outputs:][:outputs]
		for o, w := range row {
			into[o] += w * float64(f.weight)
		}
	}
	softmax(into[:4])
	for o := 4; o < len(into); o++ {
		into[o] = 1 / (1 + math.Exp(-into[o]))
	}
}

// pack writes weights in steps of a 127th of the greatest of each output.
func pack(weights []float64) []byte {
	most := make([]float64, outputs)
	for i, w := range weights {
		most[i%outputs] = max(most[i%outputs], math.Abs(w))
	}
	var b bytes.Buffer
	b.WriteString(modelMark)
	head := binary.LittleEndian.AppendUint32(nil, buckets)
	head = binary.LittleEndian.AppendUint32(head, uint32(outputs))
	for _, m := range most {
		head = binary.LittleEndian.AppendUint32(head, math.Float32bits(float32(m/127)))
	}
	b.Write(head)
	for i, w := range weights {
		step := 0.0
		if m := most[i%outputs]; m > 0 {
			step = math.Round(w / m * 127)
		}
		b.WriteByte(byte(int8(step)))
	}
	return b.Bytes()
}
