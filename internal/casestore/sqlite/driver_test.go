package sqlite_test

import (
	"testing"

	"github.com/chuyme/chuyme/internal/casestore/casestoretest"
)

func TestMain(m *testing.M) { casestoretest.Main(m) }

func TestStore(t *testing.T) {
	casestoretest.Exercise(t, func(t testing.TB) casestoretest.Place { return casestoretest.Place{Dir: t.TempDir()} })
}
