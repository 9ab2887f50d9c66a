package unit

// places are the municipalities that the tests of this package know.
func places() Municipalities {
	return Municipalities{
		{"LOV33", "Тетевен", "Teteven", "LOV"},
		{"LOV38", "Ябланица", "Yablanitsa", "LOV"},
		{"LOV36", "Угърчин", "Ugarchin", "LOV"},
		{"HKV33", "Харманли", "Harmanli", "HKV"},
		{"SLV20", "Сливен", "Sliven", "SLV"},
		{"SOF46", "Столична", "Stolichna", "SOF"},
		{"VAR05", "Бяла", "Byala", "VAR"},
		{"RSE04", "Бяла", "Byala", "RSE"},
	}
}
