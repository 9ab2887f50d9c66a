package house

import (
	"go/ast"
	"slices"
	"testing"
)

// known are methods of the standard library's interfaces: what they do is said there.
var known = []string{"Error", "Unwrap", "Is", "As", "String", "GoString", "Format", "LogValue", "MarshalText", "UnmarshalText",
	"MarshalJSON", "UnmarshalJSON", "MarshalYAML", "UnmarshalYAML", "Len", "Less", "Swap", "Read", "Write", "Close", "ServeHTTP", "Scan", "Value"}

// TestExportedNamesAreDocumented wants a comment on everything that another package may use. A constant or variable may
// have it at the end of its line or on its group.
func TestExportedNamesAreDocumented(t *testing.T) {
	all := repository(t)
	for _, f := range all.goes {
		if f.test || f.ast.Name.Name == "main" {
			continue
		}
		for _, d := range f.ast.Decls {
			for _, id := range undocumented(d) {
				t.Errorf("%s: %s is exported and has no comment", all.at(id), id.Name)
			}
		}
	}
}

// undocumented gives the exported names of a declaration that nothing is said of.
func undocumented(d ast.Decl) (names []*ast.Ident) {
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Doc == nil && d.Name.IsExported() && (d.Recv == nil || ast.IsExported(receiver(d)) && !slices.Contains(known, d.Name.Name)) {
			names = append(names, d.Name)
		}
	case *ast.GenDecl:
		for _, s := range d.Specs {
			switch s := s.(type) {
			case *ast.TypeSpec:
				if s.Name.IsExported() && s.Doc == nil && d.Doc == nil {
					names = append(names, s.Name)
				}
			case *ast.ValueSpec:
				for _, n := range s.Names {
					if n.IsExported() && s.Doc == nil && s.Comment == nil && d.Doc == nil {
						names = append(names, n)
					}
				}
			}
		}
	}
	return names
}

// receiver is the name of the type that a method belongs to.
func receiver(d *ast.FuncDecl) string {
	e := d.Recv.List[0].Type
	for {
		switch x := e.(type) {
		case *ast.StarExpr:
			e = x.X
		case *ast.IndexExpr:
			e = x.X
		case *ast.IndexListExpr:
			e = x.X
		case *ast.Ident:
			return x.Name
		default:
			return ""
		}
	}
}
