package conversation

import _ "embed"

//go:embed questionnaire.schema.json
var schema string

// Schema is the JSON Schema (draft 2020-12) of a questionnaire's file, for editors that check YAML while it is typed.
// What a schema cannot hold, Parse and Check do.
func Schema() string { return schema }
