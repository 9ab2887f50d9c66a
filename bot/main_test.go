package main

import (
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestMain makes the test binary the program itself when it is called by the program's name: scripts run it so, and so
// does the test that kills it. By two other names it is what a benchmark weighs.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"chuyme": main, benchServe: serveChild, benchMinimal: minimalChild})
}
