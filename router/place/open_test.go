package place_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/chuyme/chuyme/router/place"
)

const csvHeader = "ekatte,kind,name_bg,name_en,municipality_code,municipality_bg,province_bg,population,lon,lat\n"

func write(t *testing.T, name string, content []byte) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(file, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestOpenSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	good := "30001,village,Горно поле,Gorno pole,LOV33,Тетевен,Ловеч,120,24.26,42.92\n"
	for _, tt := range []struct{ name, csv, want string }{
		{"empty", "", "places.csv: no header line (ekatte,kind"},
		{"column", "ekatte,kind,name_bg\n", "places.csv:1: column name_en is missing"},
		{"no rows", csvHeader, "places.csv: no settlement in it"},
		{"fields", csvHeader + good + "30002,village\n", "places.csv:3: 2 fields, the header has 10"},
		{"quote", csvHeader + good + "30002,vil\"lage,x,,LOV33,Тетевен,Ловеч,,,\n", "line 3"},
		{"ekatte", csvHeader + "3000,village,Горно поле,,LOV33,Тетевен,Ловеч,,,\n", "places.csv:2: ekatte \"3000\" is not five digits"},
		{"twice", csvHeader + good + good, "places.csv:3: ekatte 30001 stands twice"},
		{"kind", csvHeader + "30001,hamlet,Горно поле,,LOV33,Тетевен,Ловеч,,,\n", "places.csv:2: kind \"hamlet\" is none of town, village, monastery"},
		{"name", csvHeader + "30001,village,,,LOV33,Тетевен,Ловеч,,,\n", "places.csv:2: a name has 1 to"},
		{"code", csvHeader + "30001,village,Горно поле,,33LOV,Тетевен,Ловеч,,,\n", "places.csv:2: municipality \"33LOV\" is not three letters and two digits (LOV33 is Тетевен)"},
		{"province", csvHeader + "30001,village,Горно поле,,XYZ01,Нова,Нова,,,\n", "no province begins with XYZ"},
		{"population", csvHeader + "30001,village,Горно поле,,LOV33,Тетевен,Ловеч,many,,\n", "places.csv:2: population \"many\" is not a number of people"},
		{"latitude", csvHeader + "30001,village,Горно поле,,LOV33,Тетевен,Ловеч,,24.26,429\n", "places.csv:2: latitude \"429\" is not a number of degrees"},
		{"longitude", csvHeader + "30001,village,Горно поле,,LOV33,Тетевен,Ловеч,,east,42.9\n", "places.csv:2: longitude \"east\" is not a number of degrees"},
		{"archive", "PK\x03\x04 broken", "places.csv: zip"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := place.Open(write(t, "places.csv", []byte(tt.csv)))
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error is %v, want it to say %s", err, tt.want)
			}
		})
	}
	if _, err := place.Open(filepath.Join(t.TempDir(), "missing.csv")); err == nil {
		t.Error("a missing file opens")
	}
}

func TestOpenTakesColumnsInAnyOrder(t *testing.T) {
	t.Parallel()
	csv := "\ufeffnote,lat,lon,population,province_bg,municipality_bg,municipality_code,name_en,name_bg,kind,ekatte\n" +
		"x,42.92,24.26,120,Ловеч,Тетевен,LOV33,Gorno pole,Горно поле,village,30001\n"
	r, err := place.Open(write(t, "places.csv", []byte(csv)))
	if err != nil {
		t.Fatal(err)
	}
	got := r.Find("горно поле")
	if len(got) != 1 || got[0].EKATTE != "30001" || got[0].Kind != "village" || got[0].Province != "Ловеч" {
		t.Errorf("Find = %+v, want 30001, a village in Ловеч", got)
	}
	if got := r.Find("Тетевен"); len(got) == 0 || got[0].MunicipalityCode != "LOV33" || got[0].EKATTE != "" {
		t.Errorf("Find = %+v, want the embedded seat of LOV33, which the file lacks", got)
	}
}

// The three tables of the institute, as small as they can be: a town, two villages of one name and different category, a monastery,
// a municipality whose seat lies in another, and the notes that close each table.
var (
	instituteSettlements = [][]any{
		{"ekatte", "t_v_m", "name", "oblast", "obshtina", "kind", "category", "name_en"},
		{"56784", "гр.", "Пловдив", "PDV", "PDV22", 1, 1, "Plovdiv"},
		{"10001", "с.", "Долно поле", "PDV", "PDV17", 3, 8, "Dolno pole"},
		{"10002", "с.", "Долно поле", "LOV", "LOV33", 3, 5, "Dolno pole"},
		{"300", "ман.", "Тих манастир", "LOV", "LOV33", 7, 8, "Tih manastir"},
		{"72343", "гр.", "Тетевен", "LOV", "LOV33", 1, 5, "Teteven"},
		{"", "", "Общо: 5", "", "", "", "", ""},
	}
	instituteMunicipalities = [][]any{
		{"obshtina", "ekatte", "name", "name_en"},
		{"PDV22", "56784", "Пловдив", "Plovdiv"},
		{"PDV17", "56784", "Марица", "Maritsa"},
		{"LOV33", "72343", "Тетевен", "Teteven"},
		{"", "", "Общо: 3", ""},
	}
	instituteProvinces = [][]any{
		{"oblast", "ekatte", "name", "name_en"},
		{"PDV", "56784", "Пловдив", "Plovdiv"},
		{"LOV", "43952", "Ловеч", "Lovech"},
	}
)

func TestOpenInstituteArchive(t *testing.T) {
	t.Parallel()
	for _, form := range []string{"json", "xlsx"} {
		t.Run(form, func(t *testing.T) {
			t.Parallel()
			r, err := place.Open(write(t, "Ekatte.zip", archive(t, form, map[string][][]any{
				"ek_atte": instituteSettlements, "ek_obst": instituteMunicipalities, "ek_obl": instituteProvinces,
			})))
			if err != nil {
				t.Fatal(err)
			}
			if got := strings.Join(shown(r.Find("Долно поле")), " "); got != "Долно поле/LOV33 Долно поле/PDV17" {
				t.Errorf("Find(Долно поле) = %s, want the one of the larger category first", got)
			}
			if got := r.Find("община Марица"); len(got) == 0 || got[0].EKATTE != "56784" || got[0].MunicipalityCode != "PDV17" {
				t.Errorf("Find(община Марица) = %+v, want Пловдив as the seat of PDV17", got)
			}
			if got := r.Find("Тих манастир"); len(got) == 0 || got[0].EKATTE != "00300" || got[0].Kind != "monastery" {
				t.Errorf("Find(Тих манастир) = %+v, want monastery 00300", got)
			}
		})
	}
}

// Some downloads hold one archive a form inside the archive.
func TestOpenArchiveInArchive(t *testing.T) {
	t.Parallel()
	inner := archive(t, "json", map[string][][]any{
		"ek_atte": instituteSettlements, "ek_obst": instituteMunicipalities, "ek_obl": instituteProvinces,
	})
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	f, err := z.Create("Ekatte_json.zip")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Write(inner); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	r, err := place.Open(write(t, "Ekatte.zip", b.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	if got := r.Find("Пловдив"); len(got) == 0 || got[0].EKATTE != "56784" {
		t.Errorf("Find(Пловдив) = %+v, want 56784", got)
	}
}

func TestOpenInstituteArchiveSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		tables map[string][][]any
		want   string
	}{
		{"table", map[string][][]any{"ek_atte": instituteSettlements, "ek_obl": instituteProvinces}, "ek_obst.json or ek_obst.xlsx is missing in the archive"},
		{"municipality", map[string][][]any{"ek_atte": instituteSettlements, "ek_obst": instituteMunicipalities[:2], "ek_obl": instituteProvinces}, `ek_atte row 2: municipality "PDV17" is not in ek_obst`},
		{"province", map[string][][]any{"ek_atte": instituteSettlements, "ek_obst": instituteMunicipalities, "ek_obl": instituteProvinces[:2]}, `ek_atte row 3: the province of "LOV33" is not in ek_obl`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := place.Open(write(t, "Ekatte.zip", archive(t, "json", tt.tables)))
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error is %v, want it to say %s", err, tt.want)
			}
		})
	}
}

// archive packs tables as the institute does; the first line of each holds the column names.
func archive(t *testing.T, form string, tables map[string][][]any) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, table := range tables {
		f, err := z.Create("Ekatte/" + name + "." + form)
		if err != nil {
			t.Fatal(err)
		}
		content := asJSON(t, table)
		if form == "xlsx" {
			content = asSheet(t, table)
		}
		if _, err := f.Write(content); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func asSheet(t *testing.T, table [][]any) []byte {
	t.Helper()
	book := excelize.NewFile()
	defer book.Close()
	if err := book.SetSheetRow("Sheet1", "A1", &[]any{"Единен класификатор"}); err != nil {
		t.Fatal(err)
	}
	for i, row := range table {
		cell, err := excelize.CoordinatesToCellName(1, i+2)
		if err != nil {
			t.Fatal(err)
		}
		if err := book.SetSheetRow("Sheet1", cell, &row); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if err := book.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func asJSON(t *testing.T, table [][]any) []byte {
	t.Helper()
	objects := make([]map[string]any, 0, len(table))
	for _, row := range table[1:] {
		object := make(map[string]any)
		for i, column := range table[0] {
			if row[i] != "" {
				object[column.(string)] = row[i]
			}
		}
		objects = append(objects, object)
	}
	b, err := json.Marshal(objects)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
