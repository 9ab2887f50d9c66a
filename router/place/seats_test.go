package place_test

import (
	"bufio"
	"os"
	"strconv"
	"strings"
	"testing"
)

// seats gives the coordinates of the seat of each municipality, as the embedded table has them.
func seats(t *testing.T) map[string][2]float64 {
	t.Helper()
	f, err := os.Open("data/municipalities.tsv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	out := make(map[string][2]float64)
	for lines := bufio.NewScanner(f); lines.Scan(); {
		if strings.HasPrefix(lines.Text(), "#") {
			continue
		}
		fields := strings.Split(lines.Text(), "\t")
		lat, err1 := strconv.ParseFloat(fields[5], 64)
		lon, err2 := strconv.ParseFloat(fields[6], 64)
		if err1 != nil || err2 != nil {
			t.Fatalf("municipalities.tsv: %s: %v %v", fields[0], err1, err2)
		}
		out[fields[0]] = [2]float64{lat, lon}
	}
	return out
}
