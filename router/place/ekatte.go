package place

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// maxTable is how large a table in the archive may be once it is unpacked; the largest today has 4 MB.
const maxTable = 64 << 20

// Open reads a full register of settlements: the archive of the National Statistical Institute as it is downloaded (Ekatte.zip with the
// tables ek_atte, ek_obst and ek_obl as JSON or xlsx), or a CSV with the columns
// ekatte,kind,name_bg,name_en,municipality_code,municipality_bg,province_bg,population,lon,lat, where what is not known is empty.
// An error names the file, the line or row, and what would be right.
func Open(file string) (*Register, error) {
	b, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("places: %w", err)
	}
	base := filepath.Base(file)
	if bytes.HasPrefix(b, []byte("PK")) {
		return readArchive(base, b)
	}
	return readCSV(base, bytes.NewReader(b))
}

// record is a row of a table of the institute, by its column names.
type record map[string]string

func readArchive(file string, b []byte) (*Register, error) {
	archive, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	files, err := within(archive)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	tables := make(map[string][]record)
	for _, name := range []string{"ek_atte", "ek_obst", "ek_obl"} {
		if tables[name], err = readTable(files, name); err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
	}
	t, err := fromInstitute(tables["ek_atte"], tables["ek_obst"], tables["ek_obl"])
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	r, err := t.register()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return r, nil
}

// within lists the files of an archive and of the archives in it.
func within(archive *zip.Reader) ([]*zip.File, error) {
	var files []*zip.File
	for _, f := range archive.File {
		if !strings.EqualFold(path.Ext(f.Name), ".zip") {
			files = append(files, f)
			continue
		}
		b, err := unpack(f)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path.Base(f.Name), err)
		}
		inner, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path.Base(f.Name), err)
		}
		files = append(files, inner.File...)
	}
	return files, nil
}

// readTable reads one table, whichever form it has in the archive, in whichever folder.
func readTable(files []*zip.File, name string) ([]record, error) {
	for _, f := range files {
		base := strings.ToLower(path.Base(f.Name))
		var read func([]byte) ([]record, error)
		switch base {
		case name + ".json":
			read = readJSON
		case name + ".xlsx":
			read = readSheet
		default:
			continue
		}
		b, err := unpack(f)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", base, err)
		}
		records, err := read(b)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", base, err)
		}
		return records, nil
	}
	return nil, fmt.Errorf("%s.json or %s.xlsx is missing in the archive", name, name)
}

func unpack(f *zip.File) ([]byte, error) {
	in, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer in.Close()
	b, err := io.ReadAll(io.LimitReader(in, maxTable+1))
	if err == nil && len(b) > maxTable {
		err = fmt.Errorf("larger than %d MB unpacked", maxTable>>20)
	}
	return b, err
}

// readJSON reads an array of objects, whose numbers may be numbers or strings.
func readJSON(b []byte) ([]record, error) {
	var raw []map[string]any
	decoder := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(b, []byte("\ufeff"))))
	decoder.UseNumber()
	if err := decoder.Decode(&raw); err != nil {
		return nil, fmt.Errorf("not an array of objects: %w", err)
	}
	out := make([]record, len(raw))
	for i, object := range raw {
		out[i] = make(record, len(object))
		for k, v := range object {
			if v != nil {
				out[i][strings.ToLower(k)] = strings.TrimSpace(fmt.Sprint(v))
			}
		}
	}
	return out, nil
}

// readSheet reads the first sheet of a workbook. The line with the column names is the first that has "name" in it: a line
// of Bulgarian titles may stand above.
func readSheet(b []byte) ([]record, error) {
	book, err := excelize.OpenReader(bytes.NewReader(b), excelize.Options{UnzipSizeLimit: maxTable})
	if err != nil {
		return nil, err
	}
	defer book.Close()
	lines, err := book.GetRows(book.GetSheetName(0))
	if err != nil {
		return nil, err
	}
	var (
		header []string
		out    []record
	)
	for _, line := range lines {
		rec := make(record)
		for i, cell := range line {
			cell = strings.TrimSpace(cell)
			if header == nil {
				rec[strings.ToLower(cell)] = strconv.Itoa(i)
			} else if i < len(header) && cell != "" {
				rec[header[i]] = cell
			}
		}
		if header != nil {
			out = append(out, rec)
		} else if _, ok := rec["name"]; ok {
			header = make([]string, len(line))
			for i, cell := range line {
				header[i] = strings.ToLower(strings.TrimSpace(cell))
			}
		}
	}
	if header == nil {
		return nil, errors.New("no line of column names with name among them")
	}
	return out, nil
}

// fromInstitute puts the three tables together. Rows without a code are notes and totals, and are passed over.
func fromInstitute(settlements, municipalities, provinces []record) (*table, error) {
	known := make(map[string]bool)
	for _, p := range provinces {
		known[p["oblast"]] = true
	}
	areas := make(map[string]municipality)
	seats := make(map[string]string) // EKATTE of the seat → municipality
	for _, m := range municipalities {
		if code := m["obshtina"]; code != "" {
			areas[code] = municipality{Area: Area{Code: code, Name: m["name"], Latin: m["name_en"]}}
			seats[pad(m["ekatte"])] = code
		}
	}
	for _, s := range settlements {
		if code, ok := seats[pad(s["ekatte"])]; ok {
			m := areas[code]
			m.seatName = s["name"]
			areas[code] = m
		}
	}
	t := new(table)
	for i, s := range settlements {
		if s["ekatte"] == "" || s["obshtina"] == "" {
			continue
		}
		m, ok := areas[s["obshtina"]]
		if !ok {
			return nil, fmt.Errorf("ek_atte row %d: municipality %.20q is not in ek_obst", i+1, s["obshtina"])
		}
		if !known[m.Code[:min(3, len(m.Code))]] {
			return nil, fmt.Errorf("ek_atte row %d: the province of %.20q is not in ek_obl", i+1, m.Code)
		}
		category, _ := strconv.Atoi(s["category"]) // 0 where it is missing: not known
		err := t.add(settlement{ekatte: pad(s["ekatte"]), name: s["name"], latin: s["name_en"], kind: kindOf(s), municipality: m.Code,
			population: -1, category: category}, m)
		if err != nil {
			return nil, fmt.Errorf("ek_atte row %d: %w", i+1, err)
		}
	}
	return t, nil
}

// pad gives an EKATTE code its leading zeros back, which spreadsheets take away.
func pad(ekatte string) string {
	if ekatte == "" || len(ekatte) >= 5 {
		return ekatte
	}
	return strings.Repeat("0", 5-len(ekatte)) + ekatte
}

// kindOf reads the institute's kind: 1 town, 3 village, 7 monastery, or the abbreviation before the name.
func kindOf(s record) string {
	switch {
	case s["kind"] == "1", strings.HasPrefix(s["t_v_m"], "гр"):
		return "town"
	case s["kind"] == "7", strings.HasPrefix(s["t_v_m"], "ман"):
		return "monastery"
	}
	return "village"
}
